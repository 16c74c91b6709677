// SPDX-License-Identifier: Apache-2.0
/** The lab's English sentences in the language that is spoken. Texts are taken apart into sentences that are known. */
import { data } from "./data.ts";
import { driving } from "./driving.ts";
import { endings } from "./endings.ts";
import { failures } from "./failures.ts";
import { learning } from "./learning.ts";
import { type Pair, type Pieces, type Retell, retellerOf, type Voice } from "./matcher.ts";
import { notes } from "./notes.ts";
import { places } from "./places.ts";
import { python } from "./python.ts";
import { verdicts } from "./verdicts.ts";

/** Some pairs, and the clauses that only they use. */
export interface SentencePart {
  readonly pairs: readonly Pair[];
  readonly pieces?: Pieces;
}

/** Longer texts are none of the lab's. */
const LONGEST = 4_000;
const KEPT = 500;
/** A number and its unit stay in one line. */
const BEFORE_UNIT = /(?<=\d) (?=(?:%|°|s|m|cm|J|m\/s|rad\/s)(?![\w/]))/g;

const saysOfReports = tellerOf([verdicts, places, driving, endings, failures, learning, data, python]);
const saysOfLog = tellerOf([notes]);

function tellerOf(parts: readonly SentencePart[]): Retell {
  const tellers = parts.map(({ pairs, pieces }) => retellerOf(pairs, pieces ?? {}, whole));
  function one(text: string, voice: Voice): string | null {
    for (const tell of tellers) {
      const said = tell(text, voice);
      if (said !== null) return said;
    }
    return null;
  }
  /** Takes the longest beginning that is known, and goes on behind it. */
  function whole(text: string, voice: Voice): string | null {
    const all = one(text, voice);
    if (all !== null) return all;
    const ends = [...text.matchAll(/[.!?…)”] (?=\S)/g)].map(({ index }) => index + 1);
    for (const end of ends.toReversed()) {
      const first = one(text.slice(0, end), voice);
      const rest = first === null ? null : whole(text.slice(end + 1), voice);
      if (rest !== null) return `${first} ${rest}`;
    }
    return null;
  }
  return whole;
}

/** What is said to a person, and in which language: `en` if there are no words for it in another one. */
export interface Said {
  readonly text: string;
  readonly lang: "en" | undefined;
}

const known = new Map<string, Said>();

/**
 * Says a text of the lab in a language.
 *
 * @param text as the server gave it, in English.
 * @param voice the language, and what criteria are called.
 * @param from `log` for a line of the log, in which only the lab's own remarks are said anew.
 */
export function said(text: string, voice: Voice, from: "report" | "log" = "report"): Said {
  if (text === "" || (from === "log" && voice.language === "en")) return { text, lang: undefined };
  const found = text.length > LONGEST ? null : (from === "log" ? saysOfLog : saysOfReports)(text, voice);
  if (found === null) return { text, lang: from === "log" || voice.language === "en" ? undefined : "en" };
  return { text: voice.language === "en" ? found : found.replaceAll(BEFORE_UNIT, "\u00a0"), lang: undefined };
}

/** The same, kept for a while: lists say the same things again and again. */
export function saidAgain(text: string, voice: Voice, from: "report" | "log" = "report"): Said {
  const key = `${voice.language} ${from} ${text}`;
  let found = known.get(key);
  if (found === undefined) {
    found = said(text, voice, from);
    // A criterion is not called the same everywhere.
    if (text.includes("“")) return found;
    if (known.size >= KEPT) known.clear();
    known.set(key, found);
  }
  return found;
}
