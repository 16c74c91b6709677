// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { atom, negated, numberLiteral, operation, ORDER, textLiteral, within } from "@/blocks/python/expression";

describe("textLiteral", () => {
  it.each([
    ["Hello!", '"Hello!"'],
    ['say "no"', '"say \\"no\\""'],
    ["C:\\temp", '"C:\\\\temp"'],
    ["a\nb\tc\rd", '"a\\nb\\tc\\rd"'],
    ["\0\x1b", '"\\x00\\x1b"'],
    ["Größe 🤖", '"Größe 🤖"'],
    ["\ud800", '"\\ud800"'],
    ["\u202e\u2028", '"\\u202e\\u2028"'],
    ["it's {x}", '"it\'s {x}"'],
  ])("writes %j as %s", (text, wanted) => {
    expect(textLiteral(text)).toBe(wanted);
  });
});

describe("numbers", () => {
  it.each([
    [5, "5"],
    [-0, "0"],
    [0.1, "0.1"],
    [-2.5, "-2.5"],
    [1e-7, "1e-7"],
    [1e21, "1e+21"],
  ])("writes %d as %s", (value, wanted) => {
    expect(numberLiteral(value).text).toBe(wanted);
  });

  it("turns signs round without two of them", () => {
    expect(negated(numberLiteral(-3)).text).toBe("3");
    expect(negated(numberLiteral(3)).text).toBe("-3");
    expect(negated(atom("cm(20)")).text).toBe("-cm(20)");
    expect(negated(operation("a + b", ORDER.sum)).text).toBe("-(a + b)");
    expect(negated(operation("a ** 2", ORDER.power)).text).toBe("-a ** 2");
  });

  it("puts brackets only where something would fall apart", () => {
    const sum = operation("a + b", ORDER.sum);
    expect(within(sum, ORDER.any)).toBe("a + b");
    expect(within(sum, ORDER.sum)).toBe("a + b");
    expect(within(sum, ORDER.product)).toBe("(a + b)");
  });
});
