// SPDX-License-Identifier: Apache-2.0
import * as Blockly from "blockly/core";
import { beforeEach, describe, expect, it } from "vitest";
import { callState, freeFunctionName, keepCallsInStep, readCallState } from "@/blocks/definition/function_blocks";
import { loadBlocks } from "@/blocks/document";
import { generateProgram } from "@/blocks/python/program";
import { block, named, number, program, type Saved } from "@/blocks/testing/building";

const define: Saved = { ...block("function_define", { NAME: "go", PARAMETER1: named("a"), PARAMETER2: named("b"), DO: [block("stop")] }), id: "f", extraState: { rows: [1, 2] } };
const call: Saved = {
  ...block("function_call", { ARGUMENT1: number(7), ARGUMENT2: number(8) }),
  id: "c",
  extraState: { function: "f", name: "go", parameters: [{ row: 1, name: "a" }, { row: 2, name: "b" }] },
};

let workspace: Blockly.Workspace;

beforeEach(() => {
  workspace = new Blockly.Workspace();
  loadBlocks(program([call], [define]), workspace);
});

function text(): string {
  keepCallsInStep(workspace);
  return generateProgram(workspace).text;
}

const get = (id: string): Blockly.Block => workspace.getBlockById(id) as Blockly.Block;

describe("calls", () => {
  it("take the name that their function has now", () => {
    get("f").setFieldValue("drive on", "NAME");
    expect(text()).toContain("drive_on(robot, 7, 8)");
    expect(get("c").toString()).toContain("drive on");
  });

  it("keep each value with its parameter when another one goes", () => {
    get("f").loadExtraState?.({ rows: [2] });
    expect(text()).toContain("go(robot, 8)");
    expect(workspace.getTopBlocks(true).map((one) => one.type)).toContain("number");
  });

  it("get a socket with 0 for a new parameter", () => {
    get("f").loadExtraState?.({ rows: [1, 2, 3] });
    expect(text()).toContain("go(robot, 7, 8, 0)");
  });

  it("follow a variable that is given another name", () => {
    workspace.getVariableMap().renameVariable(workspace.getVariableMap().getVariableById("id of a") as Blockly.IVariableModel<Blockly.IVariableState>, "speed");
    expect(text()).toContain("def go(robot, speed, b):");
    expect(get("c").toString()).toContain("speed");
  });

  it("find a function of their name when they come from elsewhere", () => {
    const pasted = Blockly.serialization.blocks.append({ type: "function_call", extraState: { function: "of another program", name: "GO", parameters: [] } }, workspace);
    keepCallsInStep(workspace);
    expect((pasted as unknown as { call: { function: string } }).call.function).toBe("f");
  });

  it("show what they knew when their function is gone", () => {
    get("f").dispose(false);
    const made = (keepCallsInStep(workspace), generateProgram(workspace));
    expect(made.text).toBe("def drive(robot):\n    pass\n");
    expect(made.troubles).toEqual([{ blockId: "c", trouble: "function_gone" }]);
    expect(get("c").toString()).toContain("go");
  });
});

describe("names of functions", () => {
  it("are each there once, whatever is typed or pasted", () => {
    expect(freeFunctionName("go", workspace, null)).toBe("go 2");
    expect(freeFunctionName("GO", workspace, null)).toBe("GO 2");
    expect(freeFunctionName("go", workspace, get("f"))).toBe("go");
    expect(freeFunctionName("  ", workspace, null)).toBe("?");
    const second = Blockly.serialization.blocks.append({ type: "function_define", fields: { NAME: "go" } }, workspace);
    expect(second.getFieldValue("NAME")).toBe("go 2");
  });
});

it("a call's saved state is read carefully", () => {
  const nothing = { function: "", name: "?", parameters: [] };
  for (const odd of [null, 3, "x", [], {}, { parameters: "many" }, { parameters: [null, 1, { row: -1, name: "a" }, { row: 1.5, name: "b" }, { row: 1 }] }]) expect(readCallState(odd)).toEqual(nothing);
  expect(readCallState(callState(get("f")))).toEqual(callState(get("f")));
});
