// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createRequire } from "node:module";
import * as Blockly from "blockly/core";
import * as german from "blockly/msg/de";
import * as english from "blockly/msg/en";
import { expect, it } from "vitest";
import { BLOCKLY_GERMAN } from "@/blocks/definition/blockly_german";
import { speak } from "@/blocks/definition/language";

const EN = english as unknown as Record<string, string>;
const DE = german as unknown as Record<string, string>;

// Alike in both languages.
const SAME = new Set(["ALT_KEY", "ESCAPE", "PAUSE_KEY", "BUBBLE_LABEL_COMMENT", "DIALOG_OK", "CHROME_OS", "ARIA_TYPE_FIELD_TEXT_INPUT"]);

/** The messages that Blockly's core itself says; those of its own blocks, which we do not use, left out. */
function said(): string[] {
  const core = readFileSync(join(dirname(createRequire(import.meta.url).resolve("blockly/core")), "blockly_compressed.js"), "utf8");
  return Object.keys(EN).filter((key) => new RegExp(`\\b${key}\\b`).test(core));
}

it("every message of Blockly's core has a German one", () => {
  const keys = said();
  expect(keys.length).toBeGreaterThan(100);
  const untranslated = keys.filter((key) => !(key in BLOCKLY_GERMAN) && (!(key in DE) || DE[key] === EN[key]) && !SAME.has(key) && /[a-z]{3}/.test(EN[key] ?? ""));
  expect(untranslated).toEqual([]);
});

it("our German names messages that there are, with the same places to fill in", () => {
  for (const [key, text] of Object.entries(BLOCKLY_GERMAN)) {
    expect(EN[key], key).toBeDefined();
    const places = (of: string) => [...of.matchAll(/%\d/g)].map((match) => match[0]).sort();
    expect(places(text), key).toEqual(places(EN[key] ?? ""));
  }
});

it("Blockly speaks the language that is chosen", () => {
  speak("de");
  expect(Blockly.Msg["SHORTCUTS_START_MOVE"]).toBe("Block verschieben");
  speak("en");
  expect(Blockly.Msg["SHORTCUTS_START_MOVE"]).toBe("Start move");
});

it("Blockly's folder of messages has both languages", () => {
  const folder = join(dirname(createRequire(import.meta.url).resolve("blockly/core")), "msg");
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(["en.js", "de.js"]));
});
