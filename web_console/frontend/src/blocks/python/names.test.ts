// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { Names, pythonName, RESERVED } from "@/blocks/python/names";
import { chance } from "@/blocks/testing/random_trees";

describe("pythonName", () => {
  it.each([
    ["speed", "speed"],
    ["My Speed", "my_speed"],
    ["Größe", "groesse"],
    ["GRÖSSE", "groesse"],
    ["Straße 2", "strasse_2"],
    ["ça va", "ca_va"],
    ["2nd try", "n2nd_try"],
    ["left/right", "left_right"],
    ["__init__", "init"],
    ["a  -  b", "a_b"],
    ["while", "while_"],
    ["print", "print_"],
    ["List", "list_"],
    ["robot", "robot_"],
    ["cm", "cm_"],
    ["drive", "drive_"],
    ["math", "math_"],
    ["скорость", "скорость"],
    ["距离", "距离"],
    ["ﬁle", "file"],
    ["x²", "x2"],
    ["", "x"],
    ["___", "x"],
    ["🤖", "x"],
    ["İstanbul", "istanbul"],
  ])("makes %j to %j", (given, wanted) => {
    expect(pythonName(given)).toBe(wanted);
  });

  it("is valid whatever people write", () => {
    const next = chance(7);
    for (let round = 0; round < 3000; round++) {
      const length = Math.floor(next() * 12);
      const written = String.fromCodePoint(...Array.from({ length }, () => Math.floor(next() * (round % 2 === 0 ? 0x250 : 0x2ffff))).filter((code) => code < 0xd800 || code > 0xdfff));
      const name = pythonName(written);
      expect(name).toMatch(/^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u);
      expect(name.normalize("NFKC")).toBe(name);
      expect(name.length).toBeLessThanOrEqual(61);
      expect(RESERVED.has(name)).toBe(false);
    }
  });
});

describe("Names", () => {
  it("gives different things different names, and one thing always the same", () => {
    const names = new Names();
    expect(["a b", "a_b", "A B", "a  b"].map((name, index) => names.nameFor(String(index), name))).toEqual(["a_b", "a_b_2", "a_b_3", "a_b_4"]);
    expect(names.nameFor("1", "something else")).toBe("a_b_2");
  });

  it("does not run into names that it made up before", () => {
    const names = new Names();
    expect(["x 2", "x", "x"].map((name, index) => names.nameFor(String(index), name))).toEqual(["x_2", "x", "x_3"]);
    expect(names.nameFor("p1", "print")).toBe("print_");
    expect(names.nameFor("p2", "Print!")).toBe("print_2");
  });
});
