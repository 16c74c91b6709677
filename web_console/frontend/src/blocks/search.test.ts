// SPDX-License-Identifier: Apache-2.0
import { expect, it } from "vitest";
import { searchBlocks } from "@/blocks/search";
import { registerBlocks } from "@/blocks/registry";

registerBlocks();
const types = (asked: string, language: "en" | "de" = "en") => searchBlocks(asked, language).map((form) => form.type);

it.each([
  ["turn", "turn"],
  ["robot.turn", "turn"],
  ["drive back", "forward"],
  ["loop", "forever"],
  ["for", "count"],
  ["else", "if"],
  ["speak", "say"],
  ["curve", "plot"],
  ["minimum", "min_max"],
  ["≤", "compare"],
  ["∞", "constant"],
])("finds what “%s” may mean", (asked, type) => {
  expect(types(asked)).toContain(type);
});

it.each([
  ["drehen", "turn"],
  ["größer", "compare"],
  ["groesser", "compare"],
  ["Schleife", "repeat"],
  ["Hindernis", "closer_than"],
  ["Kurve", "plot"],
])("finds in German what „%s“ may mean", (asked, type) => {
  expect(types(asked, "de")).toContain(type);
});

it("puts what is called so before what is explained so", () => {
  expect(types("stop")[0]).toBe("stop");
  expect(types("wait")[0]).toBe("wait");
});

it("finds nothing for nothing and for nonsense", () => {
  expect(types("")).toEqual([]);
  expect(types("   ")).toEqual([]);
  expect(types("qwertz")).toEqual([]);
  expect(types("<script>alert(1)</script>")).toEqual([]);
});
