// SPDX-License-Identifier: Apache-2.0
/** How the lab looks: calm colours with enough contrast (WCAG 2.2 AA) in light and dark. */
import { createTheme, type MantineColorsTuple } from "@mantine/core";

const lagoon: MantineColorsTuple = [
  "#e6f7fa", "#d0ecf1", "#a1d8e2", "#6ec3d2", "#45b1c5", "#2aa5bd", "#0f9bb5", "#0b7f96", "#0b6577", "#064e5c",
];

export const theme = createTheme({
  primaryColor: "lagoon",
  primaryShade: { light: 8, dark: 4 },
  autoContrast: true,
  colors: { lagoon },
  fontFamily: "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif",
  defaultRadius: "md",
  cursorType: "pointer",
  headings: { fontWeight: "650" },
});
