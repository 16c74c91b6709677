// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { FrameBudget } from "@/view3d/quality";

/** Draws pictures some milliseconds apart. */
function draw(budget: FrameBudget, count: number, apartMs: number, from = 0): number {
  let now = from;
  for (let picture = 0; picture < count; picture += 1) budget.drawn((now += apartMs), 5);
  return now;
}

describe("the budget of a picture", () => {
  it("affords all on a machine that keeps up", () => {
    const budget = new FrameBudget(false);
    draw(budget, 1000, 16.7);
    expect(budget.quality).toEqual({ shadows: true, sharpness: 1 });
  });

  it("leaves out shadows first, then sharpness, on one that does not", () => {
    const budget = new FrameBudget(false);
    const seen = new Set<string>();
    let now = 0;
    for (let look = 0; look < 20; look += 1) {
      now = draw(budget, 31, 40, now);
      seen.add(`${String(budget.quality.shadows)} ${budget.quality.sharpness}`);
    }
    expect([...seen]).toEqual(["true 1", "false 1", "false 0.8", "false 0.6"]);
  });

  it("is not fooled by one slow moment, nor by pauses", () => {
    const budget = new FrameBudget(false);
    let now = draw(budget, 31, 60);
    now = draw(budget, 200, 16.7, now);
    for (let pause = 0; pause < 100; pause += 1) budget.drawn((now += 1000), 5);
    expect(budget.quality.shadows).toBe(true);
  });

  it("begins without shadows where there is no graphics card", () => {
    expect(new FrameBudget(true).quality).toEqual({ shadows: false, sharpness: 1 });
  });

  it("remembers only the last pictures", () => {
    const budget = new FrameBudget(false);
    draw(budget, 100_000, 16);
    expect(budget.timesMs.length).toBeLessThanOrEqual(600);
  });
});
