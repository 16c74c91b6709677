// SPDX-License-Identifier: Apache-2.0
/**
 * Writes programs that blocks generate into a folder, where `tests/web_console/blocks/` runs them on the real robot.
 * Without the folder it makes sure that they can be written.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { speak } from "@/blocks/definition/language";
import { FORMAT } from "@/blocks/document";
import { generateFromBlocks } from "@/blocks/generate";
import { RESERVED } from "@/blocks/python/names";
import { ALL_BLOCKS, CATEGORY_NAMES } from "@/blocks/registry";
import { starterBlocks } from "@/blocks/starter";
import { block, program } from "@/blocks/testing/building";
import { programOfCategory, typesIn } from "@/blocks/testing/every_block";
import { randomTree } from "@/blocks/testing/random_trees";
import { COLOURS } from "@/blocks/fields/colour_field";

const FOLDER = process.env["VALENCE_BLOCKS_PROGRAMS"];
const TREES_A_FILE = 60;
const TREE_FILES = 8;
const EXAMPLES = join(import.meta.dirname, "examples");

function write(name: string, content: unknown): void {
  if (FOLDER === undefined) return;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, name), typeof content === "string" ? content : JSON.stringify(content, null, 1));
}

describe("programs for the robot", () => {
  it("hold every block in every form, in both languages", () => {
    const seen = new Set<string>();
    for (const language of ["en", "de"] as const) {
      for (const category of CATEGORY_NAMES) {
        const tops = programOfCategory(category, language);
        for (const type of typesIn(tops)) seen.add(type);
        const made = generateFromBlocks(JSON.stringify({ format: FORMAT, blocks: { languageVersion: 0, blocks: tops } }));
        expect(made.troubles).toEqual([]);
        write(`every_block.${category}.${language}.py`, made.text);
      }
    }
    speak("en");
    expect(ALL_BLOCKS.map((one) => one.type).filter((type) => !seen.has(type))).toEqual([]);
  });

  it("come to what random trees of blocks come to", () => {
    for (let file = 0; file < TREE_FILES; file++) {
      const trees = Array.from({ length: TREES_A_FILE }, (_, index) => randomTree(file * TREES_A_FILE + index + 1));
      const { text } = generateFromBlocks(program(trees.map((tree) => block("print", { VALUE: tree.block }))));
      const values = trees.map((tree) => (typeof tree.value === "boolean" ? (tree.value ? "True" : "False") : tree.value.toString()));
      write(`random_trees.${file}.py`, text);
      write(`random_trees.${file}.json`, values);
      expect(text.split("\n").filter((line) => line.includes("print("))).toHaveLength(TREES_A_FILE);
    }
  });

  it("are the starter and the examples", async () => {
    write("starter.py", generateFromBlocks(starterBlocks({ name: "first_drive" })).text);
    for (const name of readdirSync(EXAMPLES).filter((one) => one.endsWith(".json"))) {
      const made = generateFromBlocks(readFileSync(join(EXAMPLES, name), "utf8"));
      expect(made.troubles, name).toEqual([]);
      // The demo has no Node.js at hand: the Python is kept beside the blocks.
      await expect(made.text).toMatchFileSnapshot(join(EXAMPLES, name.replace(/\.json$/, ".python.txt")));
      write(name.replace(/\.json$/, ".py"), made.text);
    }
  });

  it("know what the robot's side knows", () => {
    write("known.json", { reserved: [...RESERVED], colours: Object.keys(COLOURS) });
    expect(RESERVED.size).toBeGreaterThan(100);
  });
});
