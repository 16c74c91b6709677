// SPDX-License-Identifier: Apache-2.0
/** The catalogue: all that a person reads. One line a part. */
import { code } from "@/i18n/catalogue/code";
import { documents } from "@/i18n/catalogue/documents";
import { refusals } from "@/i18n/catalogue/refusals";
import { shell } from "@/i18n/catalogue/shell";

export const catalogue = {
  code,
  documents,
  refusals,
  shell,
} as const;
