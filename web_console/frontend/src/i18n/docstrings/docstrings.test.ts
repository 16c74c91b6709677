// SPDX-License-Identifier: Apache-2.0
// @vitest-environment node
import { describe, expect, it } from "vitest";
import { docBlocks, inlineParts, retold } from "@/i18n/docstrings/docstrings";
import { robot } from "@/i18n/docstrings/robot";

const STOP = "Stops, and waits until the robot stands still.";
const STOP_DE = "Hält an und wartet, bis der Roboter steht.";
const code = (text: string): string[] => inlineParts(text).filter((_, index) => index % 2 === 1).sort();

describe("a docstring", () => {
  it("is taken apart as Markdown does", () => {
    const markdown = "\nOne\ntwo.\n\n\n- a\nmore\n* b\n\nThree:\n- c\n\n- d\n";
    expect(docBlocks(markdown, "en").map(({ kind, pieces }) => [kind, ...pieces.map(({ text }) => text)])).toEqual([
      ["paragraph", "One two."],
      ["list", "a more", "b"],
      ["paragraph", "Three:"],
      ["list", "c"],
      ["list", "d"],
    ]);
    expect(docBlocks(" \n\n", "de")).toEqual([]);
  });

  it("is German piece by piece on German pages, and what has no German is marked as English", () => {
    expect(docBlocks(`${STOP}\n\n- \`seconds\`: how long,\n0 or more.\n- \`new\`: thing.`, "de")).toEqual([
      { kind: "paragraph", pieces: [{ text: STOP_DE, lang: undefined }] },
      {
        kind: "list",
        pieces: [
          { text: "`seconds`: wie viele Sekunden, 0 oder mehr.", lang: undefined },
          { text: "`new`: thing.", lang: "en" },
        ],
      },
    ]);
  });

  it("stays as it is on English pages", () => {
    expect(retold(STOP, "en")).toEqual({ text: STOP, lang: undefined });
  });

  it.each(["toString", "__proto__", `${STOP} `, STOP.toLowerCase(), ""])("is not found by something else: %j", (text) => {
    expect(retold(text, "de")).toEqual({ text, lang: "en" });
  });
});

describe.each(Object.entries(robot))("%s", (english, german) => {
  it("has German words of its own, and the same Python in them", () => {
    expect(german).not.toBe(english);
    expect(german).toBe(german.trim());
    expect(german).not.toBe("");
    expect(code(german)).toEqual(code(english));
    expect(english.replace(/\s+/g, " ").trim()).toBe(english);
  });
});
