// SPDX-License-Identifier: Apache-2.0
/** The lab's sentences on a page: in the language that is spoken, or marked as English for whoever has them read out. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Said, saidAgain } from "@/i18n/sentences/sentences";
import type { Language } from "@/i18n/texts";
import { readable } from "@/scorecards/criterion_title";

/** Says a text of the lab; `from` as in `said`. */
export type Say = (text: string, from?: "report" | "log") => Said;

/**
 * Says what the server said in English in the language of the page.
 *
 * @param titleOf what the criteria of the mission are called, where that is known.
 */
export function useSaid(titleOf: (name: string) => string = readable): Say {
  const { i18n } = useTranslation();
  const language: Language = i18n.language === "de" ? "de" : "en";
  return useMemo(() => (text, from) => saidAgain(text, { language, titleOf }, from), [language, titleOf]);
}

/** A text of the lab. */
export function Sentence({ text, titleOf }: { text: string; titleOf?: (name: string) => string }) {
  const { text: words, lang } = useSaid(titleOf)(text);
  return <span lang={lang}>{words}</span>;
}
