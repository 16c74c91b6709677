// SPDX-License-Identifier: Apache-2.0
/** Makes Blockly's form of a block's definition. */
import * as Blockly from "blockly/core";
import type { Block, Input } from "blockly/core";
import type { BlockDefinition, Part, Words } from "@/blocks/definition/block_definition";
import { makeKnown } from "@/blocks/definition/blocks_by_type";
import { beginToGrow, growingMixin } from "@/blocks/definition/growing";
import { spokenLanguage } from "@/blocks/definition/language";
import { ColourField } from "@/blocks/fields/colour_field";
import { AngleField } from "@/blocks/fields/angle_field";
import { NumberField } from "@/blocks/fields/number_field";

type Piece = { readonly text: string } | { readonly part: string };

/** The pieces of each row of a message: texts, and parts in braces. */
export function messageRows(message: string): Piece[][] {
  return message.split("\n").map((row) =>
    row
      .split(/(\{[A-Z0-9_]+\})/)
      .map((piece) => (/^\{[A-Z0-9_]+\}$/.test(piece) ? { part: piece.slice(1, -1) } : { text: piece.trim() }))
      .filter((piece) => "part" in piece || piece.text !== ""),
  );
}

/** The words of a block in the language that is spoken now. */
export function wordsOf(definition: BlockDefinition): Words {
  return definition.words[spokenLanguage()];
}

/** Makes a block known to Blockly and to the generator. */
export function register(definition: BlockDefinition, category: string): void {
  makeKnown(definition);
  Blockly.Blocks[definition.type] = {
    init(this: Block) {
      build(this, definition, category);
    },
    ...definition.mixin,
    ...(definition.growth === undefined ? {} : growingMixin(definition.growth, () => wordsOf(definition))),
  };
}

function build(block: Block, definition: BlockDefinition, category: string): void {
  const words = wordsOf(definition);
  for (const row of messageRows(words.message)) appendRow(block, definition, words, row);
  block.setInputsInline(true);
  block.setStyle(`${category}_blocks`);
  block.setTooltip(words.tooltip);
  const { shape } = definition;
  if (shape.kind === "top") block.hat = "cap";
  if (shape.kind === "value") block.setOutput(true, shape.output);
  if (shape.kind === "statement" || shape.kind === "last") block.setPreviousStatement(true);
  if (shape.kind === "statement") block.setNextStatement(true);
  if (definition.growth !== undefined) beginToGrow(block, definition.growth, words);
  definition.prepare?.(block, words);
}

function appendRow(block: Block, definition: BlockDefinition, words: Words, row: readonly Piece[]): void {
  // Fields come before the socket that they label.
  let waiting: ((input: Input) => void)[] = [];
  const hand = (input: Input) => {
    for (const append of waiting) append(input);
    waiting = [];
  };
  for (const piece of row) {
    if ("text" in piece) {
      waiting.push((input) => input.appendField(piece.text));
      continue;
    }
    const part = definition.parts[piece.part];
    if (part === undefined) throw new Error(`${definition.type}: the message names {${piece.part}}, which is no part.`);
    if (part.kind === "socket") {
      const input = block.appendValueInput(piece.part).setCheck(part.accepts === null ? null : [...part.accepts]);
      hand(input);
    } else if (part.kind === "body") {
      if (waiting.length > 0) hand(block.appendDummyInput());
      block.appendStatementInput(piece.part);
    } else {
      waiting.push((input) => input.appendField(field(part, piece.part, definition, words), piece.part));
    }
  }
  if (waiting.length > 0) hand(block.appendDummyInput());
}

function field(part: Part, name: string, definition: BlockDefinition, words: Words): Blockly.Field {
  switch (part.kind) {
    case "menu":
      return new Blockly.FieldDropdown(part.options.map((option) => [words.menus?.[name]?.[option] ?? option, option]));
    case "number":
      return new NumberField(part.value, part.min, part.whole === true ? 1 : 0);
    case "angle":
      return new AngleField(part.value);
    case "text":
      return new Blockly.FieldTextInput(words.defaults?.[name] ?? "", null, { spellcheck: false });
    case "colour":
      return new ColourField();
    case "label":
      return new Blockly.FieldLabel("");
    case "variable":
      return new Blockly.FieldVariable(words.defaults?.[name] ?? "x");
    default:
      throw new Error(`${definition.type}: ${name} is no field.`);
  }
}
