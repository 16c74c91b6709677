// SPDX-License-Identifier: Apache-2.0
import { expect, it } from "vitest";
import { block, chain, generated, named, number, read, type Saved } from "@/blocks/testing/building";

const USE = block("lab_use", { MODEL: block("lab_train", { KIND: "forest", DATA: block("lab_data") }) });
const learn = (...below: Saved[]): Saved => chain([block("learn"), ...below]);
const troubles = (below: Saved[], beside: Saved[]): string[] => generated(below, beside).troubles.map((one) => one.trouble);

it("what hangs below “learn from data” comes first, as the function learn", () => {
  const { text, troubles: found } = generated([block("stop")], [learn(USE)]);
  expect(text).toBe('def learn(data):\n    return lab.train("forest", data)\n\n\ndef drive(robot):\n    robot.stop()\n');
  expect(found).toEqual([]);
});

it("a second one, and blocks that belong elsewhere, are told and left out", () => {
  expect(troubles([], [learn(USE), learn(USE)])).toEqual(["second_learn"]);
  expect(troubles([USE], [])).toEqual(["outside_learn"]);
  expect(troubles([block("print", { VALUE: block("lab_data") })], [])).toEqual(["outside_learn"]);
  expect(troubles([], [learn(block("stop"), USE)])).toEqual(["robot_in_learn"]);
});

it("a function that needs the robot is none to learn with", () => {
  const define: Saved = { ...block("function_define", { NAME: "halt", DO: [block("stop")] }), id: "f", extraState: { rows: [] } };
  const call: Saved = { type: "function_call", extraState: { function: "f", name: "halt", parameters: [] } };
  expect(troubles([], [define, learn(call, USE)])).toEqual(["robot_in_learn"]);
});

it("variables of learning stay there: the robot drives with the model alone", () => {
  const set = (value: number): Saved => block("set_variable", { VARIABLE: named("speed"), VALUE: number(value) });
  const { text } = generated([set(2), block("print", { VALUE: read("speed") })], [learn(set(1), USE)]);
  expect(text).not.toContain("global");
});

it("what learners call their things never hides what a program is given", () => {
  const set = block("set_variable", { VARIABLE: named("data"), VALUE: block("lab_feel", { DATA: block("lab_data") }) });
  expect(generated([], [learn(set, USE)]).text).toContain("data_ = lab.feel(data)");
});

it("texts can hold quotes", () => {
  const load = block("lab_load", { NAME: 'a"b\\' });
  expect(generated([], [learn(block("print", { VALUE: load }), USE)]).text).toContain('lab.load("a\\"b\\\\")');
});
