// SPDX-License-Identifier: Apache-2.0
/**
 * Blocks that grow: rows are added with + and taken away with −. Each row keeps its number for life, so that nothing moves
 * from one row to another when a row between them goes, not by undo either.
 */
import * as Blockly from "blockly/core";
import type { Block } from "blockly/core";
import type { Growth, Words } from "@/blocks/definition/block_definition";
import { spokenLanguage } from "@/blocks/definition/language";
import { put } from "@/blocks/definition/sockets";
import { ButtonField } from "@/blocks/fields/button_field";
import minus from "@/blocks/icons/minus.svg";
import plus from "@/blocks/icons/plus.svg";

interface Grown {
  readonly rows: readonly number[];
  readonly ending: boolean;
}

/** A block that has grown. */
interface GrowingBlock extends Block {
  grown: Grown;
}

const GROW = "GROW";

/** The numbers of a block's rows, in their order. */
export function rowsOf(block: Block): readonly number[] {
  return (block as unknown as Partial<GrowingBlock>).grown?.rows ?? [];
}

/** Whether a block has its last row, such as “else”. */
export function hasEnding(block: Block): boolean {
  return (block as unknown as Partial<GrowingBlock>).grown?.ending ?? false;
}

function state(grown: Grown): Record<string, unknown> {
  return { rows: [...grown.rows], ...(grown.ending ? { ending: true } : {}) };
}

/** Reads what a saved program says; anything may be in there. */
function read(saved: unknown, growth: Growth): Grown {
  const raw = (typeof saved === "object" && saved !== null ? saved : {}) as Record<string, unknown>;
  const rows = Array.isArray(raw["rows"]) ? (raw["rows"] as unknown[]) : null;
  if (rows === null) return { rows: fresh(growth), ending: raw["ending"] === true };
  const good = rows.filter((one): one is number => typeof one === "number" && Number.isInteger(one) && one >= 0 && one < 1e6);
  return { rows: [...new Set(good)].slice(0, growth.most), ending: raw["ending"] === true };
}

function fresh(growth: Growth): number[] {
  return Array.from({ length: growth.initial }, (_, index) => index + 1);
}

/** What Blockly needs of a block that grows. */
export function growingMixin(growth: Growth, wordsNow: () => Words): object {
  return {
    saveExtraState(this: GrowingBlock) {
      return state(this.grown);
    },
    loadExtraState(this: GrowingBlock, saved: unknown) {
      show(this, growth, read(saved, growth), wordsNow());
    },
  };
}

/** Gives a new block its first rows and its +. */
export function beginToGrow(block: Block, growth: Growth, words: Words): void {
  const growing = block as GrowingBlock;
  growing.grown = { rows: [], ending: false };
  const { add } = growth.labels[spokenLanguage()];
  block.appendDummyInput(GROW).appendField(new ButtonField(plus, add, () => grow(growing, growth, words)), "PLUS");
  show(growing, growth, { rows: fresh(growth), ending: false }, words);
}

/** The − at the end of a row; the row's own `append` places it. */
export function removeButton(block: Block, growth: Growth, row: number): ButtonField {
  return new ButtonField(minus, growth.labels[spokenLanguage()].remove, () => shrink(block as GrowingBlock, growth, row));
}

/** The − of the last row. */
export function removeEndingButton(block: Block, growth: Growth): ButtonField {
  return new ButtonField(minus, growth.labels[spokenLanguage()].remove, () => shrink(block as GrowingBlock, growth, "ending"));
}

function grow(block: GrowingBlock, growth: Growth, words: Words): void {
  const { rows, ending } = block.grown;
  // First the last row, then more in between: “else” is what is wanted first.
  if (growth.ending !== undefined && !ending) {
    change(block, growth, { rows, ending: true }, words);
    return;
  }
  if (rows.length >= growth.most) return;
  const row = Math.max(0, ...rows) + 1;
  Blockly.Events.setGroup(true);
  try {
    change(block, growth, { rows: [...rows, row], ending }, words);
    for (const [input, filling] of Object.entries(growth.fresh?.(row) ?? {})) put(block, input, filling);
  } finally {
    Blockly.Events.setGroup(false);
  }
}

function shrink(block: GrowingBlock, growth: Growth, row: number | "ending"): void {
  const { rows, ending } = block.grown;
  const inputs = row === "ending" ? [growth.ending?.input ?? ""] : growth.inputs(row);
  if (row !== "ending" && rows.length <= growth.least) return;
  Blockly.Events.setGroup(true);
  try {
    // What hangs there is taken off first, so that undo hangs it on again.
    for (const name of inputs) {
      const inside = block.getInputTargetBlock(name);
      if (inside !== null && !inside.isShadow()) inside.unplug(false);
    }
    const left = row === "ending" ? { rows, ending: false } : { rows: rows.filter((one) => one !== row), ending };
    change(block, growth, left, null);
  } finally {
    Blockly.Events.setGroup(false);
  }
}

/** Changes the rows so that it can be undone. */
function change(block: GrowingBlock, growth: Growth, next: Grown, words: Words | null): void {
  const before = JSON.stringify(state(block.grown));
  show(block, growth, next, words);
  const Change = Blockly.Events.get(Blockly.Events.BLOCK_CHANGE) as typeof Blockly.Events.BlockChange;
  Blockly.Events.fire(new Change(block, "mutation", null, before, JSON.stringify(state(next))));
}

/** Adds the inputs that are missing and takes away those that are too many. */
function show(block: GrowingBlock, growth: Growth, next: Grown, words: Words | null): void {
  const before = block.grown;
  block.grown = next;
  for (const row of before.rows) {
    if (next.rows.includes(row)) continue;
    for (const name of growth.inputs(row)) block.removeInput(name, true);
  }
  if (words !== null) {
    next.rows.forEach((row, index) => {
      const [first] = growth.inputs(row);
      if (first === undefined || block.getInput(first) === null) growth.append(block, row, index, words);
    });
  }
  const ending = growth.ending;
  if (ending !== undefined) {
    if (before.ending && !next.ending) removeEnding(block, ending.input);
    if (!before.ending && next.ending && words !== null) ending.append(block, words);
  }
  putInOrder(block, growth);
}

function removeEnding(block: Block, input: string): void {
  block.removeInput(`${input}_LABEL`, true);
  block.removeInput(input, true);
}

function putInOrder(block: GrowingBlock, growth: Growth): void {
  const { rows, ending } = block.grown;
  const wanted = rows.flatMap((row) => [...growth.inputs(row)]);
  if (ending && growth.ending !== undefined) wanted.push(`${growth.ending.input}_LABEL`, growth.ending.input);
  for (const name of wanted) if (block.getInput(name) !== null) block.moveInputBefore(name, GROW);
  // A function's + stands before its body.
  if (block.getInput("DO") !== null && block.inputList.at(-1)?.name === GROW) block.moveInputBefore(GROW, "DO");
}
