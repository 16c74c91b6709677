// SPDX-License-Identifier: Apache-2.0
/** Texts that missions bring along, by language. */

/** The text in a language, else in English, else in any. */
export function localised(texts: Readonly<Record<string, string>>, language: string): string {
  return texts[language] ?? texts["en"] ?? Object.values(texts)[0] ?? "";
}
