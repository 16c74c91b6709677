// SPDX-License-Identifier: Apache-2.0
import { expect, it } from "vitest";
import { pythonTokens } from "@/blocks/python_tokens";

it.each([
  ['    robot.say(f"Größe: {x:.2f}")  # "so"', ["plain:    ", "robot:robot", "plain:.", "function:say", "plain:(", 'text:f"Größe: {x:.2f}"', "plain:)  ", 'comment:# "so"']],
  ["while not robot.distance() < cm(50):", ["keyword:while", "plain: ", "keyword:not", "plain: ", "robot:robot", "plain:.", "function:distance", "plain:() < ", "function:cm", "plain:(", "number:50", "plain:):"]],
  ['x = "a \\" b" + "c"', ["plain:x = ", 'text:"a \\" b"', "plain: + ", 'text:"c"']],
  ["", []],
  ['"never closed', ['plain:"never closed']],
])("tells the pieces of %j apart", (line, wanted) => {
  const tokens = pythonTokens(line);
  expect(tokens.map((one) => `${one.kind}:${one.text}`)).toEqual(wanted);
  expect(tokens.map((one) => one.text).join("")).toBe(line);
});
