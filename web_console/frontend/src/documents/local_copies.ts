// SPDX-License-Identifier: Apache-2.0
/**
 * Copies of what was typed, kept in this browser until the server has it, so that a crash loses nothing.
 *
 * They are kept by person: on a school's computer the next one is not shown what another one typed. `localStorage`
 * is taken because it is written before the call returns: what was typed just before a crash is there as well.
 */
import type { ProgramDocument } from "@/documents/document";

export interface LocalCopy {
  /** Version that the typing began from. */
  readonly base: number;
  readonly document: ProgramDocument;
  /** ISO 8601. */
  readonly at: string;
}

export interface LocalCopies {
  /** Keeps a copy in the place of the one before. Returns whether the browser took it. */
  put(programId: string, copy: LocalCopy): boolean;
  get(programId: string): LocalCopy | null;
  drop(programId: string): void;
}

const PREFIX = "valence.unsaved";

function readCopy(kept: string): LocalCopy | null {
  try {
    const copy = JSON.parse(kept) as Partial<LocalCopy> | null;
    const document = copy?.document as Partial<ProgramDocument> | undefined;
    if (typeof copy?.base !== "number" || typeof copy.at !== "string" || document === undefined) return null;
    const { tier, text, blocks } = document;
    if ((tier !== "blocks" && tier !== "code") || typeof text !== "string") return null;
    return { base: copy.base, at: copy.at, document: { tier, text, blocks: typeof blocks === "string" ? blocks : null } };
  } catch {
    return null;
  }
}

/** The copies of one person in this browser. */
export function localCopiesOf(personId: string, storage: Storage = window.localStorage): LocalCopies {
  const key = (programId: string): string => `${PREFIX}.${personId}.${programId}`;
  return {
    put(programId, copy) {
      try {
        storage.setItem(key(programId), JSON.stringify(copy));
        return true;
      } catch {
        return false; // full, or forbidden: the server is what is left
      }
    },
    get(programId) {
      try {
        const kept = storage.getItem(key(programId));
        return kept === null ? null : readCopy(kept);
      } catch {
        return null;
      }
    },
    drop(programId) {
      try {
        storage.removeItem(key(programId));
      } catch {
        // It is not to be had, so there is nothing to drop.
      }
    },
  };
}
