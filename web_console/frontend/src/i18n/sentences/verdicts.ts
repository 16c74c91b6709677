// SPDX-License-Identifier: Apache-2.0
/** What a scorecard says on the whole: `missions/referee.py` and `missions/grading/submission.py`. */
import type { SentencePart } from "./sentences.ts";

export const verdicts: SentencePart = {
  pairs: [
    { en: "Passed with {points:number} of {max:number} points.", de: "Bestanden mit {points} von {max} Punkten." },
    {
      en: "{points:number} of {max:number} points; {mark:number} are needed to pass.",
      de: "{points} von {max} Punkten; {mark} braucht man zum Bestehen.",
    },
    {
      en: "Passed with {points:number} of {max:number} points on average of {count:seeds}.",
      de: "Bestanden mit {points} von {max} Punkten im Mittel über {count}.",
    },
    {
      en: "{points:number} of {max:number} points on average of {count:seeds}; {mark:number} are needed to pass.",
      de: "{points} von {max} Punkten im Mittel über {count}; {mark} braucht man zum Bestehen.",
    },
    {
      en: "The program failed: {what:sentences} It had won {points:number} of {max:number} points.",
      de: "Das Programm ist gescheitert: {what} Bis dahin hatte es {points} von {max} Punkten.",
    },
    {
      en: "The program failed with hidden seed {seed:figure}{more:more}: {line:line}{what:sentences} It had won {points:number} of {max:number} points on average.",
      de: "Das Programm ist beim geheimen Seed {seed}{more} gescheitert: {line}{what} Im Mittel hatte es {points} von {max} Punkten.",
    },
    {
      en: "The lab failed, not your program: {what:sentences}",
      de: "Das Labor ist gescheitert, nicht dein Programm: {what}",
    },
    {
      en: "Try again; `./valence doctor` may tell why.",
      de: "Versuch es noch einmal; vielleicht verrät `./valence doctor`, woran es liegt.",
    },
    {
      en: "The episode was stopped. Until then: {points:number} of {max:number} points.",
      de: "Die Episode wurde angehalten. Bis dahin: {points} von {max} Punkten.",
    },
    {
      en: "Most is to be won at “{criterion:criterion}”: {reason:sentences}",
      de: "Am meisten ist bei „{criterion}“ zu holen: {reason}",
    },
    {
      en: "Most is to be won at “{criterion:criterion}” ({points:number} of {max:number} on average); worst with hidden seed {seed:figure}: {reason:sentences}",
      de: "Am meisten ist bei „{criterion}“ zu holen (im Mittel {points} von {max} Punkten); am schlechtesten lief es beim geheimen Seed {seed}: {reason}",
    },
  ],
  pieces: {
    seeds: [
      { en: "1 hidden seed", de: "1 geheimen Seed" },
      { en: "{count:number} hidden seeds", de: "{count} geheime Seeds" },
    ],
    more: [
      { en: "", de: "" },
      { en: " (and with {more:number} more of {count:number})", de: " (und bei {more} weiteren von {count})" },
    ],
    line: [
      { en: "", de: "" },
      { en: "line {line:figure}: ", de: "Zeile {line}: " },
    ],
  },
};
