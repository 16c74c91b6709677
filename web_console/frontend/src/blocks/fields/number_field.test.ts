// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { NumberField, typedNumber } from "@/blocks/fields/number_field";

describe("typedNumber", () => {
  it.each([
    ["0,5", 0.5],
    ["0.5", 0.5],
    [" 12 ", 12],
    ["-3,25", -3.25],
    ["−4", -4],
    ["1,000.5", 1000.5],
    [".5", 0.5],
    ["5.", 5],
    ["1e3", 1000],
    ["1 000", 1000],
  ])("reads %j as %d", (typed, value) => {
    expect(typedNumber(typed)).toBe(value);
  });

  it.each(["", "many", "Infinity", "NaN", "0x10", "1e999", "--1", "1,2,3.4.5", "½", "٣"])("does not read %j", (typed) => {
    expect(typedNumber(typed)).toBeNull();
  });
});

it("a number field keeps what it had when something else is typed", () => {
  const field = new NumberField(3);
  field.setValue("many");
  expect(field.getValue()).toBe(3);
  field.setValue("0,25");
  expect(field.getValue()).toBe(0.25);
});

it("a whole number with a least value is held to both", () => {
  const field = new NumberField(2, 0, 1);
  field.setValue("-5");
  expect(field.getValue()).toBe(0);
  field.setValue("2,6");
  expect(field.getValue()).toBe(3);
});
