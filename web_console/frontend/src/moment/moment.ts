// SPDX-License-Identifier: Apache-2.0
/** What the program was doing at a moment: where it was, and what its variables held and had held before. */
import type { EpisodeTracks } from "@/episode/episode_tracks";
import type { StepFrame } from "@/episode/frames";
import type { Series } from "@/episode/series";

/** What the pages are told of a moment. */
export interface Moment {
  readonly t: number;
  readonly step: number | null;
  /** The line of the program that acted. */
  readonly line: number | null;
  readonly functions: readonly (readonly [name: string, line: number])[];
  readonly variables: readonly (readonly [name: string, value: string])[];
}

/** A variable at a moment. */
export interface VariableNow {
  readonly name: string;
  readonly value: string;
  /** It is not what it was a step before. */
  readonly changed: boolean;
  /** What it held a step before; null if it was not there. */
  readonly before: string | null;
}

/** What is known of a moment; nothing of one before the first step. */
export function momentIn(tracks: EpisodeTracks, t: number): Moment {
  const step = tracks.steps.at(t);
  return {
    t,
    step: step?.step ?? null,
    line: step?.line ?? null,
    functions: step?.functions ?? [],
    variables: step?.variables ?? [],
  };
}

/** The variables at the step with an index, and what became of them in it. */
export function variablesAt(steps: Series<StepFrame>, index: number): VariableNow[] {
  const now = steps.get(index);
  if (now === null) return [];
  const before = index > 0 ? steps.get(index - 1) : null;
  // In another function the same name is another variable.
  const comparable = before !== null && innermost(before) === innermost(now);
  const old = new Map(comparable ? before.variables : []);
  return now.variables.map(([name, value]) => {
    const was = old.get(name) ?? null;
    return { name, value, before: was, changed: comparable && was !== value };
  });
}

function innermost(step: StepFrame): string {
  return step.functions.at(-1)?.[0] ?? "";
}

/**
 * The nearest step before or after one, in which a variable changed, or in which a line acted.
 *
 * @returns its index, or null if there is none.
 */
export function neighbour(steps: Series<StepFrame>, from: number, way: 1 | -1, wanted: { variable: string } | { line: number }): number | null {
  for (let index = from + way; index >= 0 && index < steps.length; index += way) {
    const step = steps.get(index);
    if (step === null) return null;
    if ("line" in wanted) {
      if (step.line === wanted.line) return index;
    } else if (variablesAt(steps, index).some((one) => one.name === wanted.variable && one.changed)) return index;
  }
  return null;
}
