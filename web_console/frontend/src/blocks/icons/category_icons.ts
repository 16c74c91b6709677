// SPDX-License-Identifier: Apache-2.0
/** The toolbox's pictures: strokes on a field of 24 × 24. */
import type { CategoryName } from "@/blocks/registry";

export const CATEGORY_ICONS: Readonly<Record<CategoryName | "search", string>> = {
  search: "M10 4a6 6 0 1 0 0 12a6 6 0 0 0 0-12M14.5 14.5L20 20",
  start: "M6 21V4M6 5c4-2.5 7 2.5 12 0v8c-5 2.5-8-2.5-12 0",
  moving: "M12 3v18M3 12h18M12 3l-3 3M12 3l3 3M12 21l-3-3M12 21l3-3M3 12l3-3M3 12l3 3M21 12l-3-3M21 12l-3 3",
  sensing: "M12 19.5a.5.5 0 1 0 0 .01M8.5 15.8a5 5 0 0 1 7 0M5.5 12.5a9.3 9.3 0 0 1 13 0M2.5 9a13.6 13.6 0 0 1 19 0",
  seeing: "M2 12c2.5-4.7 5.8-7 10-7s7.500 2.300 10 7c-2.500 4.700-5.800 7-10 7s-7.500-2.300-10-7M12 9a3 3 0 1 0 0 6a3 3 0 0 0 0-6",
  learning: "M2 9l10-5l10 5l-10 5L2 9M6 11.500v5c3.500 3 8.500 3 12 0v-5M22 9v6",
  deciding: "M12 21v-7M12 14c0-4-6-3-6-9M12 14c0-4 6-3 6-9M3 8l3-3l3 3M15 8l3-3l3 3",
  repeating: "M4 12V9a3 3 0 0 1 3-3h13M17 3l3 3l-3 3M20 12v3a3 3 0 0 1-3 3H4M7 21l-3-3l3-3",
  maths: "M4 7h6M7 4v6M14 7h6M5 15l4 4M9 15l-4 4M14 15.500h6M14 18.500h6",
  variables: "M4 8l8-4l8 4v8l-8 4l-8-4V8M4 8l8 4M12 12l8-4M12 12v8",
  lists: "M9 6h11M9 12h11M9 18h11M4.500 6h.01M4.500 12h.01M4.500 18h.01",
  functions: "M19 5c-5-2-6 0-6.500 4l-1 7c-.5 4-2 5-6 3.500M7 11h9",
  saying: "M4 19V5h16v11H8l-4 3M8 12l3-3l2 2l3.500-3.500",
};
