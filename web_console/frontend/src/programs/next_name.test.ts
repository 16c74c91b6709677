// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { nextName } from "@/programs/next_name";

const numbered = (number: number): string => `Program ${number}`;

describe("the name of a new program", () => {
  it("goes on counting, past names that are taken", () => {
    expect(nextName([], numbered)).toBe("Program 1");
    expect(nextName(["Wall follower"], numbered)).toBe("Program 2");
    expect(nextName(["Program 2"], numbered)).toBe("Program 3");
    expect(nextName(["Program 3", "Program 4"], numbered)).toBe("Program 5");
  });
});
