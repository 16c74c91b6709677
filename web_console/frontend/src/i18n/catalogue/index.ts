// SPDX-License-Identifier: Apache-2.0
/** The catalogue: all that a person reads. One line a part. */
import { blocks } from "@/i18n/catalogue/blocks";
import { checks } from "@/i18n/catalogue/checks";
import { code } from "@/i18n/catalogue/code";
import { documents } from "@/i18n/catalogue/documents";
import { learning } from "@/i18n/catalogue/learning";
import { mission } from "@/i18n/catalogue/mission";
import { missions } from "@/i18n/catalogue/missions";
import { people } from "@/i18n/catalogue/people";
import { refusals } from "@/i18n/catalogue/refusals";
import { shell } from "@/i18n/catalogue/shell";
import { watching } from "@/i18n/catalogue/watching";
import { world } from "@/i18n/catalogue/world";

export const catalogue = {
  blocks,
  checks,
  code,
  documents,
  learning,
  mission,
  missions,
  people,
  refusals,
  shell,
  watching,
  world,
} as const;
