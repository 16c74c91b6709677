// SPDX-License-Identifier: Apache-2.0
import * as Blockly from "blockly/core";
import { beforeEach, expect, it } from "vitest";
import { loadBlocks, saveBlocks } from "@/blocks/document";
import { ButtonField } from "@/blocks/fields/button_field";
import { generateProgram } from "@/blocks/python/program";
import { block, number, program } from "@/blocks/testing/building";

const LIST = { ...block("list_of", { ITEM1: number(10), ITEM2: number(20), ITEM3: number(30) }), id: "list", extraState: { rows: [1, 2, 3] } };

let workspace: Blockly.Workspace;

beforeEach(() => {
  workspace = new Blockly.Workspace();
  loadBlocks(program([block("print", { VALUE: LIST })]), workspace);
});

function press(blockId: string, field: string): void {
  const button = workspace.getBlockById(blockId)?.getField(field);
  if (!(button instanceof ButtonField)) throw new Error(`no button ${field}`);
  (button as unknown as { clickHandler: (field: unknown) => void }).clickHandler(button);
}

/** Blockly gathers events for a moment before undo knows of them. */
async function settled(): Promise<void> {
  const marked = new Promise<void>((resolve) => {
    const hear = (event: Blockly.Events.Abstract): void => {
      if (!(event instanceof Blockly.Events.VarCreate)) return;
      workspace.removeChangeListener(hear);
      resolve();
    };
    workspace.addChangeListener(hear);
  });
  Blockly.Events.setRecordUndo(false);
  workspace.getVariableMap().createVariable(`mark ${Math.random()}`);
  Blockly.Events.setRecordUndo(true);
  await marked;
}

const shown = (): string => generateProgram(workspace).text.split("\n")[1]?.trim() ?? "";

it("a row that goes takes nothing with it, and undo brings it back with what was in it", async () => {
  await settled();
  workspace.clearUndo();
  press("list", "MINUS2");
  expect(shown()).toBe("print([10, 30])");
  expect(workspace.getTopBlocks(true).map((one) => one.toString())).toContain("20");
  await settled();
  workspace.undo(false);
  expect(shown()).toBe("print([10, 20, 30])");
  workspace.undo(true);
  expect(shown()).toBe("print([10, 30])");
});

it("a new row has a number of its own, also after others went, and is saved", async () => {
  press("list", "MINUS2");
  press("list", "PLUS");
  expect(shown()).toBe("print([10, 30, 3])");
  const again = new Blockly.Workspace();
  loadBlocks(saveBlocks(workspace), again);
  expect(generateProgram(again).text).toBe(generateProgram(workspace).text);
  expect((JSON.parse(saveBlocks(workspace)) as { blocks: unknown }).blocks).toBeTruthy();
  expect(saveBlocks(workspace)).toContain('"rows":[1,3,4]');
  await settled();
});

it("no more rows are added than a block can have", () => {
  for (let count = 0; count < 60; count++) press("list", "PLUS");
  expect(saveBlocks(workspace).match(/"ITEM\d+":/g)).toHaveLength(40);
});

it("a decision first gets its “else”, then “else if” with a condition in it", async () => {
  loadBlocks(program([{ ...block("if", { IF0: block("boolean", { VALUE: "True" }), DO0: [block("stop")] }), id: "if" }]), workspace);
  press("if", "PLUS");
  press("if", "PLUS");
  expect(generateProgram(workspace).text).toBe(
    "def drive(robot):\n    if True:\n        robot.stop()\n    elif robot.distance() < cm(30):\n        pass\n    else:\n        pass\n",
  );
  press("if", "MINUS");
  expect(generateProgram(workspace).text).not.toContain("else:");
  press("if", "MINUS1");
  expect(generateProgram(workspace).text).not.toContain("elif");
  await settled();
});
