// SPDX-License-Identifier: Apache-2.0
/** What a socket holds until a block is put there. */
import * as Blockly from "blockly/core";
import type { Block, Input } from "blockly/core";
import type { Filling, ValueType } from "@/blocks/definition/block_definition";

// What is there to be overwritten: plain values, and what has no sockets and no menu itself. Blockly lets nobody drag
// such a shadow out or put a block into it, so everything else stands in its socket as a block of its own.
const PLAIN = new Set(["number", "length", "angle", "speed", "turn_speed", "text", "colour", "boolean", "scan"]);

const BENEATH: Readonly<Partial<Record<ValueType, Filling>>> = {
  Number: { type: "number", fields: { NUMBER: 0 } },
  Boolean: { type: "boolean", fields: { VALUE: "True" } },
  String: { type: "text", fields: { TEXT: "" } },
  Array: { type: "scan" },
};

/** What is in a socket, in Blockly's form. */
export interface Held {
  readonly shadow?: Filling;
  readonly block?: Filling;
}

/** What a socket holds at first: a plain value as a shadow, anything else as a block with a plain value beneath. */
export function held(filling: Filling, accepts: readonly ValueType[] | null): Held {
  if (PLAIN.has(filling.type)) return { shadow: filling };
  const beneath = BENEATH[accepts?.[0] ?? "Number"];
  return { block: filling, ...(beneath === undefined ? {} : { shadow: beneath }) };
}

/** Lets a socket hold a plain value. */
export function hold(input: Input, filling: Filling): void {
  input.connection?.setShadowState(blocklyState(filling));
}

/** Puts a new block into a socket, so that it can be undone. */
export function put(block: Block, input: string, filling: Filling): void {
  const inside = Blockly.serialization.blocks.append(blocklyState(filling), block.workspace, { recordUndo: true });
  const output = inside.outputConnection;
  if (output !== null) block.getInput(input)?.connection?.connect(output);
}

/** Blockly's own type for the same thing. */
export function blocklyState(filling: Filling): Blockly.serialization.blocks.State {
  return filling;
}
