// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import type { Submission } from "@/api/types";
import { bestOf } from "@/pages/missions/best_scores";

const submission = (mission: string, score: number | null, passed: boolean | null): Submission =>
  ({ mission, score, passed }) as Submission;

describe("the best scores", () => {
  it("are the highest of each mission, of what is graded", () => {
    const best = bestOf([
      submission("a", 40, false),
      submission("a", 82.5, true),
      submission("a", 60, false),
      submission("a", null, null),
      submission("b", null, null),
      submission("c", 0, false),
    ]);
    expect([...best]).toEqual([
      ["a", { score: 82.5, passed: true }],
      ["c", { score: 0, passed: false }],
    ]);
  });
});
