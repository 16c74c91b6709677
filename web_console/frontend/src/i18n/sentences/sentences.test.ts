// SPDX-License-Identifier: Apache-2.0
// @vitest-environment node
import { describe, expect, it } from "vitest";
import { driving } from "@/i18n/sentences/driving";
import { endings } from "@/i18n/sentences/endings";
import { failures } from "@/i18n/sentences/failures";
import { learning } from "@/i18n/sentences/learning";
import { type Pair, partsOf, retellerOf, type Voice } from "@/i18n/sentences/matcher";
import { notes } from "@/i18n/sentences/notes";
import { places } from "@/i18n/sentences/places";
import { python } from "@/i18n/sentences/python";
import { said } from "@/i18n/sentences/sentences";
import { verdicts } from "@/i18n/sentences/verdicts";

const titleOf = (name: string): string => (name === "pads_in_order" ? "Orte der Reihe nach" : name);
const DE: Voice = { language: "de", titleOf };
const EN: Voice = { language: "en", titleOf: () => "Places in order" };
const german = (text: string): string => {
  const { text: words, lang } = said(text, DE);
  expect(lang, text).toBeUndefined();
  return words.replaceAll("\u00a0", " ");
};

describe("a sentence of the lab in German", () => {
  it("has numbers as German writes them, with as many decimals as they had", () => {
    expect(german("It took 12.0 s; all points are for 10000 s or less, none from 12345.5 s on.")).toBe(
      "Es dauerte 12,0 s; alle Punkte gibt es bis 10.000 s, keine ab 12.345,5 s.",
    );
  });

  it("keeps a number and its unit in one line", () => {
    expect(said("It took 12.0 s; all points are for 80 s or less.", DE).text).toBe("Es dauerte 12,0\u00a0s; alle Punkte gibt es bis 80\u00a0s.");
  });

  it("is put together out of clauses that are there or not", () => {
    expect(german("The robot kept to the 0.2 m/s allowed.")).toBe("Der Roboter hielt die erlaubten 0,2 m/s ein.");
    expect(german("The robot kept to the 0.2 m/s allowed in red or blue.")).toBe(
      "Der Roboter hielt die erlaubten 0,2 m/s in red oder blue ein.",
    );
  });

  it("may be one of several", () => {
    const text = "Touched things once: crate_2 at 1.0 s. 1 of them hard, which counts twice. 33% of these points can be won with the zones reached.";
    expect(german(text)).toBe(
      "1 Mal angestoßen: crate_2 nach 1,0 s. Davon 1 Mal heftig, das zählt doppelt. Mit den erreichten Zonen sind 33 % dieser Punkte zu holen.",
    );
  });

  it("may hold others", () => {
    expect(
      german("The program failed with hidden seed 2 (and with 1 more of 5): line 3: A robot has no “foward”. It had won 3.5 of 10 points on average."),
    ).toBe(
      "Das Programm ist beim geheimen Seed 2 (und bei 1 weiteren von 5) gescheitert: Zeile 3: Ein Roboter hat kein „foward“. Im Mittel hatte es 3,5 von 10 Punkten.",
    );
  });

  it("calls a criterion by its title", () => {
    expect(german("Most is to be won at “pads_in_order”: Touched nothing.")).toBe("Am meisten ist bei „Orte der Reihe nach“ zu holen: Nirgends angestoßen.");
  });

  it("keeps what a program says itself", () => {
    expect(german("OddError: what. did I do?")).toBe("OddError: what. did I do?");
  });

  it("leaves the shortest text and one without words alone", () => {
    expect(said("", DE)).toEqual({ text: "", lang: undefined });
    expect(said("...", DE)).toEqual({ text: "...", lang: "en" });
  });
});

describe("a sentence that nobody has put into German", () => {
  it.each([
    "The robot danced.",
    "Touched nothing. The robot danced.",
    "Most is to be won at “pads_in_order”: The robot danced.",
    "The robot kept to the fast m/s allowed.",
    " Touched nothing.",
    `Touched nothing. ${"Touched nothing. ".repeat(400)}`,
  ])("stays English as a whole, and is marked so: %s", (text) => {
    expect(said(text, DE)).toEqual({ text, lang: "en" });
  });

  it("does not take long, whatever a program makes of it", () => {
    const begin = Array.from({ length: 900 }, () => "A. “: ").join("").slice(0, 3_990);
    expect(said(begin, DE).lang).toBe("en");
    expect(said(`Reached ${"a, ".repeat(1_300)}.`, DE).lang).toBe("en");
  });
});

describe("in English", () => {
  it("a criterion is called by its title too, and nothing else changes", () => {
    expect(said("Most is to be won at “pads_in_order” (3.5 of 10000 on average); worst with hidden seed 3: Hm?", EN)).toEqual({
      text: "Most is to be won at “Places in order” (3.5 of 10000 on average); worst with hidden seed 3: Hm?",
      lang: undefined,
    });
  });
});

describe("a line of the log", () => {
  it("is the program's own, but for the lab's remarks", () => {
    expect(said("Touched nothing.", DE, "log")).toEqual({ text: "Touched nothing.", lang: undefined });
    expect(said("Note: A turn of 9 rad/s: this robot reaches 2.84.", DE, "log").text).toBe("Hinweis: Drehen mit 9\u00a0rad/s: Dieser Roboter schafft 2,84.");
  });
});

describe.each(Object.entries({ driving, endings, failures, learning, notes, places, python, verdicts }))("the part %s", (_, part) => {
  const all: Pair[] = [...part.pairs, ...Object.values(part.pieces ?? {}).flat()];
  const names = (pattern: string): string[] => partsOf(pattern).flatMap((one) => (typeof one === "string" ? [] : [one.name])).sort();

  it("puts in nothing in German that English has not, and leaves out no more than small words", () => {
    for (const { en, de } of all) {
      expect(names(en), de).toEqual(expect.arrayContaining(names(de)));
      expect(names(en).filter((name) => !names(de).includes(name) && name !== "s" && name !== "were"), en).toEqual([]);
    }
  });

  it("says each sentence once", () => {
    const known = part.pairs.map(({ en }) => en);
    expect(known.filter((en, index) => known.indexOf(en) !== index)).toEqual([]);
  });
});

describe("a pattern", () => {
  it("with a kind that is not there is refused", () => {
    expect(() => retellerOf([{ en: "A {thing:colour}.", de: "" }], {}, () => null)).toThrow("“colour”");
  });

  it("takes a text as it stands, whatever signs are in it", () => {
    const tell = retellerOf([{ en: "(a.b)* {n:number}?", de: "{n}!" }], {}, () => null);
    expect(tell("(a.b)* 1.5?", DE)).toBe("1,5!");
    expect(tell("(axb)* 1.5?", DE)).toBeNull();
  });
});
