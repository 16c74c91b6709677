// SPDX-License-Identifier: Apache-2.0
/** The catalogue: all that a person reads. One line a part. */
import { blocks } from "@/i18n/catalogue/blocks";
import { shell } from "@/i18n/catalogue/shell";

export const catalogue = {
  blocks,
  shell,
} as const;
