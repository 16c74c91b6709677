// SPDX-License-Identifier: Apache-2.0
/** What every block has to keep to; a new one enters by its line in the registry. */
import * as Blockly from "blockly/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { messageRows } from "@/blocks/definition/blockly_block";
import type { BlockDefinition } from "@/blocks/definition/block_definition";
import { speak } from "@/blocks/definition/language";
import { loadBlocks, saveBlocks } from "@/blocks/document";
import { generateProgram } from "@/blocks/python/program";
import { ALL_BLOCKS, CATEGORIES, CATEGORY_NAMES, registerBlocks } from "@/blocks/registry";
import { searchBlocks } from "@/blocks/search";
import { everyForm } from "@/blocks/testing/every_block";
import { program, type Saved } from "@/blocks/testing/building";
import { COLOURS, themeFor, type Look } from "@/blocks/editor/themes";
import { LANGUAGES } from "@/i18n/texts";

const blocks = ALL_BLOCKS.map((definition): [string, BlockDefinition] => [definition.type, definition]);

beforeAll(registerBlocks);
afterAll(() => speak("en"));

function partsOf(message: string): string[] {
  return messageRows(message)
    .flat()
    .flatMap((piece) => ("part" in piece ? [piece.part] : []))
    .sort();
}

/** A form alone on a workspace. */
function alone(form: Saved): Blockly.Workspace {
  const workspace = new Blockly.Workspace();
  loadBlocks(JSON.stringify({ format: 1, blocks: { languageVersion: 0, blocks: [form] } }), workspace);
  return workspace;
}

describe.each(blocks)("block %s", (type, definition) => {
  it("names each of its parts once, in every language", () => {
    for (const language of LANGUAGES) expect(partsOf(definition.words[language].message)).toEqual(Object.keys(definition.parts).sort());
  });

  it("explains itself", () => {
    for (const language of LANGUAGES) expect(definition.words[language].tooltip.length).toBeGreaterThan(5);
  });

  it("labels every option of its menus, or lets it stand for itself", () => {
    for (const language of LANGUAGES) {
      const menus = definition.words[language].menus ?? {};
      for (const [name, part] of Object.entries(definition.parts)) {
        if (part.kind === "menu" && name in menus) expect(Object.keys(menus[name] ?? {}).sort()).toEqual([...part.options].sort());
        if (part.kind === "menu" && !(name in menus)) for (const option of part.options) expect(option).toMatch(/^[a-z°/]+$/);
      }
      for (const name of Object.keys(menus)) expect(definition.parts[name]?.kind).toBe("menu");
    }
  });

  it("says what its variables and texts are called at first", () => {
    for (const language of LANGUAGES) {
      for (const [name, part] of Object.entries(definition.parts)) {
        if (part.kind === "variable") expect(definition.words[language].defaults?.[name]).toBeTruthy();
      }
    }
  });

  it("has something in each of its sockets", () => {
    if (definition.hidden === true) return;
    for (const part of Object.values(definition.parts)) if (part.kind === "socket") expect(part.filling).not.toBeNull();
  });

  it("comes back from a saved program as it was, in every form and language", () => {
    for (const language of LANGUAGES) {
      speak(language);
      for (const form of everyForm(definition, language)) {
        const first = alone(form);
        const saved = saveBlocks(first);
        const second = new Blockly.Workspace();
        loadBlocks(saved, second);
        expect(saveBlocks(second)).toBe(saved);
        first.dispose();
        second.dispose();
      }
    }
    speak("en");
  });

  it("generates the same Python in every language, and again after it was saved", () => {
    for (const form of everyForm(definition, "en")) {
      speak("en");
      const workspace = alone(asProgram(definition, form));
      const { text } = generateProgram(workspace);
      for (const language of LANGUAGES) {
        speak(language);
        const again = new Blockly.Workspace();
        loadBlocks(saveBlocks(workspace), again);
        expect(generateProgram(again).text).toBe(text);
      }
    }
  });

  it("is found by the words on it", () => {
    if (definition.hidden === true) return;
    for (const language of LANGUAGES) {
      const { message, search, menus } = definition.words[language];
      const label = Object.values(Object.values(menus ?? {})[0] ?? {})[0];
      const asked = message.replace(/\{[A-Z0-9_]+\}/g, " ").replace(/[“”„−]/g, " ").trim() || (label ?? "") || (search ?? "").split(" ")[0] || type;
      expect(searchBlocks(asked, language).map((form) => form.type)).toContain(type);
    }
  });
});

function asProgram(definition: BlockDefinition, form: Saved): Saved {
  if (definition.shape.kind === "top") return form;
  const inside: Saved = definition.shape.kind === "value" ? { type: "print", inputs: { VALUE: { block: form } } } : form;
  const parsed = JSON.parse(program([inside])) as { blocks: { blocks: Saved[] } };
  return parsed.blocks.blocks[0] ?? form;
}

it("no two blocks have the same name", () => {
  expect(new Set(blocks.map(([type]) => type)).size).toBe(blocks.length);
});

describe("themes", () => {
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const withWhite = (colour: string): number => 1.05 / (luminance(colour) + 0.05);

  it.each(CATEGORY_NAMES)("white writing on blocks of %s can be read", (name) => {
    expect(withWhite(COLOURS[name][0])).toBeGreaterThanOrEqual(4.5);
    expect(withWhite(COLOURS[name][1])).toBeGreaterThanOrEqual(7);
  });

  it.each<Look>(["light", "dark", "contrast-light", "contrast-dark"])("%s has a style for every category", (look) => {
    const theme = themeFor(look);
    for (const name of CATEGORY_NAMES) {
      const style = theme.blockStyles[`${name}_blocks`];
      expect(withWhite(style?.colourPrimary ?? "#ffffff")).toBeGreaterThanOrEqual(4.5);
      expect(withWhite(style?.colourSecondary ?? "#ffffff")).toBeGreaterThanOrEqual(4.5);
      expect(theme.categoryStyles[`${name}_category`]?.colour).toBe(style?.colourPrimary);
    }
  });
});

it("every category has a name in every language", () => {
  for (const name of CATEGORY_NAMES) for (const language of LANGUAGES) expect(CATEGORIES[name].words[language].name).toBeTruthy();
});
