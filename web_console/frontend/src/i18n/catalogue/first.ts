// SPDX-License-Identifier: Apache-2.0
/** The parts that every page needs, and the mission list; the others come with the other pages (`all_texts.ts`). */
import { missions } from "@/i18n/catalogue/missions";
import { refusals } from "@/i18n/catalogue/refusals";
import { shell } from "@/i18n/catalogue/shell";

export const firstParts = { missions, refusals, shell } as const;
