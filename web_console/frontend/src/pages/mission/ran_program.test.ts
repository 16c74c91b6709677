// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { failureIn, isOf } from "@/pages/mission/ran_program";

const ran = { programId: "p", text: "one\ntwo", failure: { line: 2, message: "Stopped.", hint: "Look." } };

describe("the program that ran", () => {
  it("concerns the same text of the same program only", () => {
    expect(isOf(ran, "p", "one\ntwo")).toBe(true);
    expect(isOf(ran, "p", "one\ntwo\nthree")).toBe(false);
    expect(isOf(ran, "q", "one\ntwo")).toBe(false);
    expect(isOf(null, "p", "")).toBe(false);
  });

  it("shows its failure on its line, or on the whole when that is not known", () => {
    expect(failureIn(ran, "p", "one\ntwo")).toMatchObject([{ line: 2, message: "Stopped.", hint: "Look." }]);
    expect(failureIn({ ...ran, failure: { line: null, message: "m", hint: "" } }, "p", ran.text)).toMatchObject([{ line: 0 }]);
    expect(failureIn(ran, "p", "changed")).toEqual([]);
    expect(failureIn({ ...ran, failure: null }, "p", ran.text)).toEqual([]);
  });
});
