// SPDX-License-Identifier: Apache-2.0
/** The program's variables that hold numbers, over time. */
import type { StepFrame } from "@/episode/frames";
import { NumberTrack, type Series } from "@/episode/series";

const MOST_NAMES = 100;
const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

/** The number that a variable's text is; NaN if it is none. */
export function numberIn(text: string): number {
  return NUMBER.test(text) ? Number(text) : Number.NaN;
}

/** Follows an episode's steps as they come. */
export class VariableTracks {
  readonly byName = new Map<string, NumberTrack>();
  private last = Number.NEGATIVE_INFINITY;

  follow(steps: Series<StepFrame>): void {
    for (let index = steps.indexAt(this.last) + 1; index < steps.length; index += 1) {
      const step = steps.get(index);
      if (step === null) return;
      for (const [name, text] of step.variables) this.take(name, step.t, numberIn(text));
      this.last = step.t;
    }
  }

  private take(name: string, t: number, value: number): void {
    if (Number.isNaN(value)) return;
    let track = this.byName.get(name);
    if (track === undefined) {
      if (this.byName.size >= MOST_NAMES) return;
      track = new NumberTrack(1);
      this.byName.set(name, track);
    }
    track.add(t, [value]);
  }
}
