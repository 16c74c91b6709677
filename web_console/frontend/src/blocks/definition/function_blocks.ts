// SPDX-License-Identifier: Apache-2.0
/** How blocks that define functions and blocks that call them hang together. */
import * as Blockly from "blockly/core";
import type { Block, Workspace } from "blockly/core";
import { rowsOf } from "@/blocks/definition/growing";

export const DEFINE = "function_define";
const CALLS = new Set(["function_call", "function_call_value"]);

/** What a call knows of its function, so that it can stand without it too. */
export interface CallState {
  /** Id of the block that defines the function. */
  readonly function: string;
  readonly name: string;
  /** Name of each parameter by its row. */
  readonly parameters: readonly { readonly row: number; readonly name: string }[];
}

/** A block that calls a function. */
export interface CallBlock extends Block {
  call: CallState;
  show(state: CallState): void;
}

export function functionName(block: Block): string {
  return String(block.getFieldValue("NAME"));
}

/** Ids of the variables that a function is given, each once. */
export function parametersOf(block: Block): string[] {
  return [...new Set(rowsOf(block).map((row) => String(block.getFieldValue(`PARAMETER${row}`))))];
}

/** The rows that really give a parameter: when two name the same variable, the first. */
export function parameterRows(block: Block): number[] {
  const seen = new Set<unknown>();
  return rowsOf(block).filter((row) => {
    const id: unknown = block.getFieldValue(`PARAMETER${row}`);
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}

/** What a call of a function has to show. */
export function callState(define: Block): CallState {
  return {
    function: define.id,
    name: functionName(define),
    parameters: parameterRows(define).map((row) => ({ row, name: define.getField(`PARAMETER${row}`)?.getText() ?? "" })),
  };
}

/** Reads what a saved program says; anything may be in there. */
export function readCallState(state: unknown): CallState {
  const raw = (typeof state === "object" && state !== null ? state : {}) as Record<string, unknown>;
  const parameters = Array.isArray(raw["parameters"]) ? (raw["parameters"] as unknown[]) : [];
  return {
    function: typeof raw["function"] === "string" ? raw["function"] : "",
    name: typeof raw["name"] === "string" ? raw["name"] : "?",
    parameters: parameters.slice(0, 20).flatMap((one) => {
      const { row, name } = (typeof one === "object" && one !== null ? one : {}) as Record<string, unknown>;
      return typeof row === "number" && Number.isInteger(row) && row >= 0 && typeof name === "string" ? [{ row, name }] : [];
    }),
  };
}

export function isCall(block: Block): block is CallBlock {
  return CALLS.has(block.type);
}

function same(a: CallState, b: CallState): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** A name that no other function of the workspace has. */
export function freeFunctionName(wanted: string, workspace: Workspace, except: Block | null): string {
  const plain = wanted.trim().slice(0, 60) || "?";
  const others = workspace.getBlocksByType(DEFINE).filter((one) => one !== except && !one.isInsertionMarker());
  const taken = new Set(others.map((one) => functionName(one).toLowerCase()));
  let name = plain;
  for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${plain} ${count}`;
  return name;
}

/**
 * Lets every call show what its function is called and takes now. A call whose function is not there looks for one of
 * the same name: it may have been copied from another program.
 */
export function keepCallsInStep(workspace: Workspace): void {
  const defines = workspace.getBlocksByType(DEFINE).filter((one) => !one.isInsertionMarker());
  for (const call of workspace.getAllBlocks(false)) {
    if (!isCall(call) || call.isInsertionMarker()) continue;
    const define =
      defines.find((one) => one.id === call.call.function) ??
      defines.find((one) => functionName(one).toLowerCase() === call.call.name.toLowerCase());
    if (define === undefined) continue;
    const wanted = callState(define);
    if (same(wanted, call.call)) continue;
    const before = JSON.stringify(call.call);
    call.show(wanted);
    const Change = Blockly.Events.get(Blockly.Events.BLOCK_CHANGE) as typeof Blockly.Events.BlockChange;
    Blockly.Events.fire(new Change(call, "mutation", null, before, JSON.stringify(wanted)));
  }
}
