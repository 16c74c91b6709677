// SPDX-License-Identifier: Apache-2.0
/** What can be wrong in a program's text. */

/** One thing that is wrong; lines and columns count from 1, 0 means the whole program or the whole line. */
export interface CodeProblem {
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  readonly message: string;
  readonly hint: string;
  readonly severity?: "error" | "warning";
  /** The language of its words, where it is not that of the page. */
  readonly lang?: "en";
}
