// SPDX-License-Identifier: Apache-2.0
/** A program's document: what is typed, in either tier. */
export type Tier = "blocks" | "code";

/** A text and, in the block tier, the blocks that it was made from (as JSON). */
export interface ProgramDocument {
  readonly tier: Tier;
  readonly text: string;
  readonly blocks: string | null;
}

/** Whether two documents hold the same. */
export function sameDocument(one: ProgramDocument, other: ProgramDocument): boolean {
  return one.tier === other.tier && one.text === other.text && one.blocks === other.blocks;
}

/** A document as it stood at a version, and whose that is. */
export interface Head {
  readonly number: number;
  readonly document: ProgramDocument;
  /** Id of the person; empty when nobody is known. */
  readonly authorId: string;
  /** Nickname; empty when nobody is known. */
  readonly author: string;
  /** ISO 8601. */
  readonly at: string;
}
