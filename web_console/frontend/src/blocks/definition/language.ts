// SPDX-License-Identifier: Apache-2.0
/** The language in which new blocks are labelled, and in which Blockly speaks. */
import * as Blockly from "blockly/core";
import * as german from "blockly/msg/de";
import * as english from "blockly/msg/en";
import { BLOCKLY_GERMAN } from "@/blocks/definition/blockly_german";
import type { Language } from "@/i18n/texts";

type Messages = Record<string, string>;

const MESSAGES: Readonly<Record<Language, Messages>> = {
  en: { ...(english as unknown as Messages) },
  // English is beneath, should a later Blockly say something new.
  de: { ...(english as unknown as Messages), ...(german as unknown as Messages), ...BLOCKLY_GERMAN },
};

let spoken: Language = "en";
Blockly.setLocale(MESSAGES.en);

export function spokenLanguage(): Language {
  return spoken;
}

/** Speaks another language from now on; blocks that stand there already must be made anew. */
export function speak(language: Language): void {
  spoken = language;
  Blockly.setLocale(MESSAGES[language]);
}
