// SPDX-License-Identifier: Apache-2.0
/** Finds what is known of a block; the registry fills it. */
import type { Block } from "blockly/core";
import type { BlockDefinition } from "@/blocks/definition/block_definition";

const byType = new Map<string, BlockDefinition>();

/** Makes a block known. */
export function makeKnown(definition: BlockDefinition): void {
  byType.set(definition.type, definition);
}

export function isKnown(type: string): boolean {
  return byType.has(type);
}

/** What is known of a type of block, if anything. */
export function definitionByType(type: string): BlockDefinition | undefined {
  return byType.get(type);
}

/** What is known of a block; an error if there is no such block. */
export function definitionOf(block: Block): BlockDefinition {
  const found = byType.get(block.type);
  if (found === undefined) throw new Error(`There is no block “${block.type}”.`);
  return found;
}

/** Blockly's own reason for blocks that somebody switched off in their menu. */
const SWITCHED_OFF = "MANUALLY_DISABLED";

/** Whether somebody switched the block off. */
export function isOff(block: Block): boolean {
  return block.hasDisabledReason(SWITCHED_OFF);
}
