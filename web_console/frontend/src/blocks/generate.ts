// SPDX-License-Identifier: Apache-2.0
/** Python from a program's blocks as they are saved, without an editor. */
import * as Blockly from "blockly/core";
import { loadBlocks } from "@/blocks/document";
import { generateProgram, type GeneratedProgram } from "@/blocks/python/program";

/**
 * Makes the Python of saved blocks.
 *
 * @throws UnreadableBlocksError when they can't be read.
 */
export function generateFromBlocks(text: string): GeneratedProgram {
  const workspace = new Blockly.Workspace();
  try {
    loadBlocks(text, workspace);
    return generateProgram(workspace);
  } finally {
    workspace.dispose();
  }
}
