// SPDX-License-Identifier: Apache-2.0
/** The catalogue: all that a person reads. One line a part. */
import { shell } from "@/i18n/catalogue/shell";
import { world } from "@/i18n/catalogue/world";

export const catalogue = {
  shell,
  world,
} as const;
