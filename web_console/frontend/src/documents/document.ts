// SPDX-License-Identifier: Apache-2.0
/** A program's document: what is typed, in either tier. */
import type { ProgramDocument } from "@/api/types";

export type { ProgramDocument };

/** Whether two documents hold the same. */
export function sameDocument(one: ProgramDocument, other: ProgramDocument): boolean {
  return one.tier === other.tier && one.text === other.text && (one.blocks ?? null) === (other.blocks ?? null);
}

/** A document as it stood at a version, and whose that is. */
export interface Head {
  readonly number: number;
  readonly document: ProgramDocument;
  /** Nickname; empty when nobody is known. */
  readonly author: string;
  /** ISO 8601. */
  readonly at: string;
}
