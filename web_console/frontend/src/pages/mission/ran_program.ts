// SPDX-License-Identifier: Apache-2.0
/** What is being watched beside the program, and how it concerns the program that is open. */
import type { CodeProblem } from "@/code/problem";

/** The program of the episode that is watched, as it ran. */
export interface RanProgram {
  readonly programId: string;
  readonly text: string;
  /** How it failed, if it did. */
  readonly failure: { readonly line: number | null; readonly message: string; readonly hint: string } | null;
}

/** Whether lines of the episode are lines of a text. */
export function isOf(ran: RanProgram | null, programId: string, text: string): ran is RanProgram {
  return ran?.programId === programId && ran.text === text;
}

/** The failure as a problem of its line; none if the text is another one by now. */
export function failureIn(ran: RanProgram | null, programId: string, text: string): CodeProblem[] {
  if (!isOf(ran, programId, text) || ran.failure === null) return [];
  const { line, message, hint } = ran.failure;
  return [{ line: line ?? 0, column: 0, endColumn: 0, message, hint, severity: "error" }];
}
