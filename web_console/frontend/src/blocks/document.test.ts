// SPDX-License-Identifier: Apache-2.0
import * as Blockly from "blockly/core";
import { describe, expect, it } from "vitest";
import { loadBlocks, saveBlocks, UnreadableBlocksError, whyUnreadable } from "@/blocks/document";
import { starterBlocks } from "@/blocks/starter";
import { block, chain, number, program, type Saved } from "@/blocks/testing/building";

const top = (blocks: unknown, more: object = {}) => JSON.stringify({ blocks: { languageVersion: 0, blocks }, ...more });
const stop = { type: "stop", x: 0, y: 0 };

describe("reading", () => {
  it.each([
    ["no JSON", "{", "not_json"],
    ["nothing", "", "not_json"],
    ["a list", "[]", "not_blocks"],
    ["a number", "7", "not_blocks"],
    ["null", "null", "not_blocks"],
    ["blocks that are none", '{"blocks": 3}', "not_blocks"],
    ["a list of other things", top([1, "two"]), "not_blocks"],
    ["a block without a type", top([{ id: "x" }]), "not_blocks"],
    ["variables that are none", top([stop], { variables: {} }), "not_blocks"],
    ["a newer format", top([stop], { format: 99 }), "too_new"],
    ["a format that is none", top([stop], { format: "1" }), "too_new"],
    ["a block of another lab", top([{ type: "fly" }]), "unknown_block"],
    ["one deep inside", top([{ type: "forever", inputs: { DO: { block: { type: "fly" } } } }]), "unknown_block"],
    ["an option that a menu does not have", top([{ type: "forward", fields: { DIRECTION: "up" } }]), "not_whole"],
    ["a field that a block does not have", top([{ type: "stop", fields: { HOW: "gently" } }]), "not_whole"],
    ["a socket that a block does not have", top([{ type: "stop", inputs: { WHY: { block: { type: "time" } } } }]), "not_whole"],
    ["a block where it does not fit", top([{ type: "wait", inputs: { SECONDS: { block: { type: "boolean" } } } }]), "not_whole"],
    ["a statement as a value", top([{ type: "wait", inputs: { SECONDS: { block: { type: "stop" } } } }]), "not_whole"],
    ["a number that is none", top([{ type: "number", fields: { NUMBER: "many" } }]), "not_whole"],
    ["rows that are none", top([{ type: "list_of", extraState: { rows: ["a"] } }]), "not_whole"],
    ["more rows than a block has", top([{ type: "list_of", extraState: { rows: Array.from({ length: 500 }, (_, index) => index) } }]), "not_whole"],
    ["a call with strange parameters", top([{ type: "function_call", extraState: { function: "f", name: "f", parameters: [{ row: "x" }] } }]), "not_whole"],
    ["10 000 blocks", top(Array.from({ length: 10_000 }, () => stop)), "too_many"],
    ["blocks nested too deeply", `{"blocks":{"blocks":[${'{"type":"forever","inputs":{"DO":{"block":'.repeat(3000)}{"type":"stop"}${"}}}".repeat(3000)}]}}`, "too_many"],
  ])("refuses %s and says why", (_what, text, kind) => {
    expect(whyUnreadable(text)?.kind).toBe(kind);
  });

  it("does not read on prototypes", () => {
    expect(whyUnreadable('{"blocks": {"blocks": [{"type": "constructor"}]}}')?.kind).toBe("unknown_block");
    expect(whyUnreadable('{"__proto__": {"x": 1}, "blocks": {"blocks": [{"type": "stop", "fields": {"__proto__": "x"}}]}}')).not.toBeUndefined();
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  it("leaves the workspace and Blockly as they were when it refuses", () => {
    const workspace = new Blockly.Workspace();
    loadBlocks(starterBlocks({ name: "first_drive" }), workspace);
    const before = saveBlocks(workspace);
    expect(() => loadBlocks(top([{ type: "forward", fields: { DIRECTION: "up" } }]), workspace)).toThrow(UnreadableBlocksError);
    expect(saveBlocks(workspace)).toBe(before);
    expect(Blockly.Events.isEnabled()).toBe(true);
    expect(Blockly.Events.getRecordUndo()).toBe(true);
  });

  it("reads programs that are empty or long", () => {
    expect(whyUnreadable("{}")).toBeNull();
    expect(whyUnreadable(top([]))).toBeNull();
    const long = Array.from({ length: 1500 }, (): Saved => block("wait", { SECONDS: number(1) }));
    expect(whyUnreadable(program([chain(long)]))).toBeNull();
  });
});

describe("writing", () => {
  it("gives back the text that was read, however often", () => {
    const first = new Blockly.Workspace();
    loadBlocks(starterBlocks({ name: "first_drive" }), first);
    const saved = saveBlocks(first);
    const second = new Blockly.Workspace();
    loadBlocks(saved, second);
    expect(saveBlocks(second)).toBe(saved);
  });

  it("does not write down that a loose block is grey, but that one is switched off", () => {
    const workspace = new Blockly.Workspace();
    loadBlocks(top([{ type: "stop", id: "a" }]), workspace);
    const stopBlock = workspace.getBlockById("a");
    stopBlock?.setDisabledReason(true, "loose");
    expect(saveBlocks(workspace)).not.toContain("disabledReasons");
    stopBlock?.setDisabledReason(true, "MANUALLY_DISABLED");
    expect(saveBlocks(workspace)).toContain('"disabledReasons":["MANUALLY_DISABLED"]');
  });
});
