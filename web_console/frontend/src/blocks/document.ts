// SPDX-License-Identifier: Apache-2.0
/**
 * A program's blocks as text (JSON), and back. Reading is careful: what can't be read to the last bit is not shown as if
 * it could, because saving it again would lose the rest.
 */
import * as Blockly from "blockly/core";
import type { Workspace } from "blockly/core";
import { isKnown } from "@/blocks/definition/blocks_by_type";
import { registerBlocks } from "@/blocks/registry";

/** The version of the form; a later one may not be readable by an earlier lab. */
export const FORMAT = 1;

/** Why a block is grey that hangs on nothing; it follows from where the block is, and is not saved. */
export const LOOSE = "loose";

const MAX_BLOCKS = 5000;
// Blocks below one another are nested in the text, too.
const MAX_DEPTH = 2000;

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = Record<string, Json>;

/** Why blocks can't be shown, as a word for which the catalogue has texts, and what it is about. */
export interface Unreadable {
  readonly kind: "not_json" | "not_blocks" | "too_new" | "too_many" | "unknown_block" | "not_whole";
  readonly detail: string;
}

export class UnreadableBlocksError extends Error {
  constructor(readonly reason: Unreadable) {
    super(`${reason.kind}: ${reason.detail}`);
  }
}

function refuse(kind: Unreadable["kind"], detail: string): never {
  throw new UnreadableBlocksError({ kind, detail: detail.slice(0, 300) });
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The blocks of a workspace as text. */
export function saveBlocks(workspace: Workspace): string {
  const state: JsonObject = Blockly.serialization.workspaces.save(workspace);
  return JSON.stringify({ format: FORMAT, ...state }, (key, value: unknown) => {
    if (key !== "disabledReasons" || !Array.isArray(value)) return value;
    const kept = value.filter((reason) => reason !== LOOSE);
    return kept.length > 0 ? kept : undefined;
  });
}

/**
 * Puts blocks into a workspace, instead of what is there.
 *
 * @throws UnreadableBlocksError when that would lose anything; the workspace then is as it was.
 */
export function loadBlocks(text: string, workspace: Workspace): void {
  const state = checkedState(text);
  try {
    load(state, workspace);
  } catch (error) {
    throw asUnreadable(error);
  }
}

/** What went wrong while reading, said so that people can be told. */
function asUnreadable(error: unknown): UnreadableBlocksError {
  if (error instanceof UnreadableBlocksError) return error;
  // The stack is full.
  if (error instanceof RangeError) return new UnreadableBlocksError({ kind: "too_many", detail: error.message });
  return new UnreadableBlocksError({ kind: "not_whole", detail: error instanceof Error ? error.message : String(error) });
}

/** Why blocks can't be read, or null if they can. */
export function whyUnreadable(text: string): Unreadable | null {
  try {
    checkedState(text);
    return null;
  } catch (error) {
    if (error instanceof UnreadableBlocksError) return error.reason;
    throw error;
  }
}

function checkedState(text: string): JsonObject {
  registerBlocks();
  let state: unknown;
  try {
    state = JSON.parse(text);
  } catch (error) {
    refuse("not_json", error instanceof Error ? error.message : String(error));
  }
  if (!isObject(state) || (state["blocks"] !== undefined && !isObject(state["blocks"]))) refuse("not_blocks", text.slice(0, 80));
  const format = state["format"] ?? FORMAT;
  if (typeof format !== "number" || format > FORMAT) refuse("too_new", JSON.stringify(format));
  const blocks = state["blocks"] === undefined ? [] : (state["blocks"])["blocks"];
  if (!Array.isArray(blocks)) refuse("not_blocks", "blocks.blocks");
  if (state["variables"] !== undefined && !Array.isArray(state["variables"])) refuse("not_blocks", "variables");
  look(blocks);
  tryOut(state, blocks);
  return state;
}

/** Goes through all blocks without recursion: a program with a million levels must not end in a full stack. */
function look(blocks: readonly Json[]): void {
  const waiting: { block: Json; depth: number }[] = blocks.map((block) => ({ block, depth: 0 }));
  for (let count = 0; ; count++) {
    const one = waiting.pop();
    if (one === undefined) return;
    if (count >= MAX_BLOCKS) refuse("too_many", `> ${MAX_BLOCKS}`);
    if (one.depth > MAX_DEPTH) refuse("too_many", `> ${MAX_DEPTH}`);
    const { block, depth } = one;
    if (!isObject(block) || typeof block["type"] !== "string") refuse("not_blocks", JSON.stringify(block).slice(0, 80));
    if (!isKnown(block["type"])) refuse("unknown_block", block["type"]);
    for (const connection of [...Object.values(isObject(block["inputs"]) ? block["inputs"] : {}), block["next"]]) {
      if (!isObject(connection)) continue;
      for (const inside of [connection["block"], connection["shadow"]]) {
        if (inside !== undefined) waiting.push({ block: inside, depth: depth + 1 });
      }
    }
  }
}

/** Reads the blocks where nobody sees it, writes them again, and compares. */
function tryOut(state: JsonObject, blocks: readonly Json[]): void {
  const workspace = new Blockly.Workspace();
  const warn = console.warn;
  try {
    // Blockly warns there of every value that it drops; the comparison finds them all.
    console.warn = () => undefined;
    load(state, workspace);
    const again: JsonObject = Blockly.serialization.workspaces.save(workspace);
    const written = isObject(again["blocks"]) ? again["blocks"]["blocks"] : [];
    const lost = firstLoss([...blocks], written ?? [], "");
    if (lost !== null) refuse("not_whole", lost);
    const variables = firstLoss(state["variables"] ?? [], again["variables"] ?? [], "variables");
    if (variables !== null) refuse("not_whole", variables);
  } catch (error) {
    throw asUnreadable(error);
  } finally {
    console.warn = warn;
    workspace.dispose();
  }
}

// What says how a block looks, not what it does; Blockly may leave it out or fill it in.
const LOOKS = new Set(["x", "y", "id", "collapsed", "inline", "name", "disabledReasons"]);

/** Where something that was given did not come back, or null. What came besides is no loss. */
function firstLoss(given: Json, back: Json, where: string): string | null {
  if (Array.isArray(given)) {
    if (!Array.isArray(back) || back.length < given.length) return where || "blocks";
    for (const [index, one] of given.entries()) {
      const lost = firstLoss(one, back[index] ?? null, `${where}[${index}]`);
      if (lost !== null) return lost;
    }
    return null;
  }
  if (!isObject(given)) return given === back || JSON.stringify(given) === JSON.stringify(back) ? null : `${where}: ${JSON.stringify(given)}`;
  if (!isObject(back)) return where;
  const type = typeof given["type"] === "string" ? given["type"] : "";
  for (const [key, one] of Object.entries(given)) {
    // A field's variable is given by its id; a name alone is enough for a new one.
    if (one === null || LOOKS.has(key)) continue;
    if (one === false && back[key] === undefined) continue;
    // Of two functions with the same name one has been given another; calls go by ids.
    if (where === "function_define.fields" && key === "NAME") continue;
    const lost = firstLoss(one, back[key] ?? null, where === "" || type !== "" ? `${type}.${key}` : `${where}.${key}`);
    if (lost !== null) return lost;
  }
  return null;
}

function load(state: JsonObject, workspace: Workspace): void {
  const group = Blockly.Events.getGroup();
  try {
    Blockly.serialization.workspaces.load(state, workspace);
  } finally {
    // Blockly leaves these as they were in the middle of it if it fails.
    Blockly.Events.setRecordUndo(true);
    Blockly.Events.setGroup(group);
  }
}
