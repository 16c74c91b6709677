// SPDX-License-Identifier: Apache-2.0
import { expect, it } from "vitest";
import { saidIn } from "@/episodes/kept_log";

it("has what was said, in its order, and passes over all else", () => {
  const log = [
    '{"sim_time_s": 0.1, "kind": "log", "text": "Off I go.", "line": 2}',
    '{"sim_time_s": 0.2, "kind": "plot", "name": "x", "value": 1}',
    '{"sim_time_s": 0.3, "kind": "log", "text": "ü \\"1\\""}',
    '{"sim_time_s": "0.3", "kind": "log", "text": "no time"}',
    '{"sim_time_s": 0.4, "kind": "log", "text": 7}',
    "null",
    "[1]",
    "7",
    "",
    '{"sim_time_s": 0.5, "kind": "log", "te',
  ].join("\n");
  expect(saidIn(log)).toEqual([
    { time: 0.1, text: "Off I go." },
    { time: 0.3, text: 'ü "1"' },
  ]);
});

it("has nothing of an empty log", () => {
  expect(saidIn("")).toEqual([]);
});
