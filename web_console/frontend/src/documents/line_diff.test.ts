// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { lineDiff } from "@/documents/line_diff";

const shown = (left: string, right: string): string[] =>
  lineDiff(left, right).map((row) => `${row.left?.text ?? "-"}${row.same ? "=" : "|"}${row.right?.text ?? "-"}`);

describe("two texts side by side", () => {
  it("pair up what is the same", () => {
    expect(shown("a\nb\nc", "a\nc")).toEqual(["a=a", "b|-", "c=c"]);
    expect(shown("a\nc", "a\nb\nc")).toEqual(["a=a", "-|b", "c=c"]);
    expect(shown("a\nb\nc\nd", "a\nx\nc\ny\nd")).toEqual(["a=a", "b|x", "c=c", "-|y", "d=d"]);
  });

  it("show changed lines beside each other", () => {
    expect(shown("one\ntwo", "1\n2\n3")).toEqual(["one|1", "two|2", "-|3"]);
  });

  it("hold every line of both, once and in order", () => {
    const left = Array.from({ length: 40 }, (_, index) => `l${(index * 7) % 11}`);
    const right = Array.from({ length: 35 }, (_, index) => `l${(index * 5) % 13}`);
    const rows = lineDiff(left.join("\n"), right.join("\n"));
    expect(rows.flatMap((row) => row.left?.text ?? [])).toEqual(left);
    expect(rows.flatMap((row) => row.right?.text ?? [])).toEqual(right);
    expect(rows.filter((row) => row.same).every((row) => row.left?.text === row.right?.text)).toBe(true);
  });

  it("are shown even when they are huge", () => {
    const left = Array.from({ length: 5_000 }, (_, index) => `a${index}`).join("\n");
    const right = Array.from({ length: 5_000 }, (_, index) => `b${index}`).join("\n");
    expect(lineDiff(left, right).length).toBe(5_000);
  });

  it("may be empty", () => {
    expect(shown("", "")).toEqual(["="]);
  });
});
