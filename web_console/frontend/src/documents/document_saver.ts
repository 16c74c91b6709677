// SPDX-License-Identifier: Apache-2.0
/**
 * Saves a document while it is written. Nothing of React is in here, and nothing of `fetch`: see `use_document.ts`.
 *
 * Each change is kept in the browser at once and sent to the server a moment later, one request at a time. What the
 * server can't take now is sent again; what it refuses is told; what somebody else wrote meanwhile is shown.
 */
import { type Head, type ProgramDocument, sameDocument } from "@/documents/document";
import type { LocalCopies } from "@/documents/local_copies";

/** How the server answered an attempt to save. */
export type Answer =
  | { readonly kind: "saved"; readonly number: number }
  | { readonly kind: "conflict"; readonly theirs: Head }
  | { readonly kind: "logged_out" }
  /** It will never take this as it stands. */
  | { readonly kind: "refused"; readonly error: unknown }
  /** It may take it later. */
  | { readonly kind: "away"; readonly error: unknown };

export interface Save {
  readonly base: number;
  readonly document: ProgramDocument;
  readonly kind: "autosave" | "kept";
}

/** Sends a document; never throws. */
export type Send = (save: Save, signal: AbortSignal) => Promise<Answer>;

/** What can be said of the saving. */
export type SaveState =
  | { readonly kind: "saved"; readonly number: number }
  | { readonly kind: "saving" }
  | { readonly kind: "away"; readonly error: unknown; readonly retryMs: number }
  | { readonly kind: "logged_out" }
  | { readonly kind: "refused"; readonly error: unknown }
  | { readonly kind: "conflict"; readonly theirs: Head };

/** After the last key that much rest, but never longer than that since the first one: a goal is < 1 s to saved. */
const REST_MS = 250;
const LONGEST_MS = 600;
const ANSWER_WITHIN_MS = 10_000;
const FLUSH_ROUNDS = 3;
const MOST_SENT = 20;
const RETRY_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000] as const;

export interface SaverParts {
  readonly programId: string;
  readonly head: number;
  readonly document: ProgramDocument;
  readonly send: Send;
  readonly copies: LocalCopies;
  readonly onState: (state: SaveState) => void;
  /** Is told of a document that this browser did not write: the other one's, once it was chosen. */
  readonly onDocument: (document: ProgramDocument) => void;
}

export class DocumentSaver {
  readonly #parts: SaverParts;
  #document: ProgramDocument;
  /** Documents that are on their way, or were when the line broke: the server may have one without our knowing. */
  #sent: ProgramDocument[] = [];
  #saved: ProgramDocument;
  #base: number;
  #state: SaveState;
  #dirtySince: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | null = null;
  #abort: AbortController | null = null;
  #failures = 0;
  #kept = false;
  #ended = false;
  /** Whether the browser took the last copy. */
  copyKept = true;

  constructor(parts: SaverParts) {
    this.#parts = parts;
    this.#document = parts.document;
    this.#saved = parts.document;
    this.#base = parts.head;
    this.#state = { kind: "saved", number: parts.head };
  }

  get state(): SaveState {
    return this.#state;
  }

  get document(): ProgramDocument {
    return this.#document;
  }

  /** Number of the version that the document is written from. */
  get base(): number {
    return this.#base;
  }

  /** Whether something was typed that the server does not have. */
  get unsaved(): boolean {
    return !sameDocument(this.#document, this.#saved);
  }

  /** Takes in what was typed. */
  change(document: ProgramDocument): void {
    if (this.#ended || sameDocument(document, this.#document)) return;
    this.#document = document;
    this.#keepCopy();
    this.#dirtySince ??= Date.now();
    if (this.#state.kind === "conflict" || this.#state.kind === "logged_out") return;
    if (this.#state.kind === "away") return; // its timer runs
    this.#tell({ kind: "saving" });
    const waited = Date.now() - this.#dirtySince;
    this.#schedule(Math.max(0, Math.min(REST_MS, LONGEST_MS - waited)));
  }

  /** Saves now, as a version that is kept; resolves with its number, or null if it could not be saved. */
  async flush(): Promise<number | null> {
    if (this.#state.kind === "conflict") return null;
    this.#kept = true;
    clearTimeout(this.#timer);
    while (this.#running !== null) await this.#running;
    for (let round = 0; this.unsaved && round < FLUSH_ROUNDS; round += 1) {
      await this.#start();
      if (!this.#flows) break;
    }
    this.#kept = false;
    return this.#state.kind === "saved" ? this.#state.number : null;
  }

  /** Tries again at once: the line is back, or somebody has logged in. */
  resume(): void {
    if (this.#state.kind !== "away" && this.#state.kind !== "logged_out" && this.#state.kind !== "refused") return;
    this.#failures = 0;
    this.#tell({ kind: "saving" });
    this.#schedule(0);
  }

  /** Ends a conflict: with their document, or with one of ours that replaces it (theirs stays as a version). */
  settle(chosen: ProgramDocument): void {
    if (this.#state.kind !== "conflict") return;
    const { theirs } = this.#state;
    this.#base = theirs.number;
    this.#saved = theirs.document;
    this.#adopt(chosen);
  }

  /** Takes in a head that the server made, such as a version that came back. */
  replace(number: number, document: ProgramDocument): void {
    clearTimeout(this.#timer);
    this.#abort?.abort();
    this.#base = number;
    this.#saved = document;
    this.#adopt(document);
  }

  /** Sends at once what waits, without waiting for the answer: the page may be gone in a moment. */
  hurry(): void {
    if (this.unsaved && this.#state.kind === "saving") this.#schedule(0);
  }

  /** Ends it after one more attempt; what is not saved stays as a copy in the browser. */
  async end(): Promise<void> {
    clearTimeout(this.#timer);
    this.#ended = true;
    while (this.#running !== null) await this.#running;
    if (this.unsaved && this.#state.kind !== "conflict" && this.#state.kind !== "logged_out") await this.#start();
  }

  /** Whether saving goes on by itself. */
  get #flows(): boolean {
    return this.#state.kind === "saving" || this.#state.kind === "saved";
  }

  #adopt(document: ProgramDocument): void {
    const changed = !sameDocument(document, this.#document);
    this.#document = document;
    if (changed) this.#parts.onDocument(document);
    this.#sent = [];
    this.#settled();
  }

  /** After the server's state is known: either all is saved, or the rest is sent. */
  #settled(): void {
    this.#failures = 0;
    if (this.unsaved) {
      this.#keepCopy();
      this.#tell({ kind: "saving" });
      this.#schedule(0);
      return;
    }
    this.#dirtySince = null;
    this.#parts.copies.drop(this.#parts.programId);
    this.#tell({ kind: "saved", number: this.#base });
  }

  #keepCopy(): void {
    const copy = { base: this.#base, document: this.#document, at: new Date().toISOString() };
    this.copyKept = this.#parts.copies.put(this.#parts.programId, copy);
  }

  #schedule(delayMs: number): void {
    clearTimeout(this.#timer);
    if (this.#ended) return;
    this.#timer = setTimeout(() => void this.#start(), delayMs);
  }

  #start(): Promise<void> {
    clearTimeout(this.#timer);
    this.#running ??= this.#attempt().finally(() => {
      this.#running = null;
      if (this.#state.kind === "saving" && this.unsaved) this.#schedule(REST_MS);
    });
    return this.#running;
  }

  async #attempt(): Promise<void> {
    const document = this.#document;
    const save: Save = { base: this.#base, document, kind: this.#kept ? "kept" : "autosave" };
    const abort = new AbortController();
    this.#abort = abort;
    const late = setTimeout(() => abort.abort(new DOMException("late", "TimeoutError")), ANSWER_WITHIN_MS);
    if (!this.#sent.includes(document)) this.#sent = [...this.#sent, document].slice(-MOST_SENT);
    this.#tell({ kind: "saving" });
    const answer = await this.#parts.send(save, abort.signal);
    clearTimeout(late);
    if (this.#abort === abort) this.#abort = null;
    if (this.#base !== save.base) return; // replaced meanwhile: what came of this no longer matters
    this.#take(answer, document);
  }

  #take(answer: Answer, document: ProgramDocument): void {
    switch (answer.kind) {
      case "saved":
        this.#base = answer.number;
        this.#saved = document;
        this.#sent = [];
        this.#dirtySince = this.unsaved ? Date.now() : null;
        this.#settled();
        return;
      case "conflict":
        if (this.#sent.some((one) => sameDocument(one, answer.theirs.document))) {
          // The head is what we sent before the line broke: there is no other author.
          this.#base = answer.theirs.number;
          this.#saved = answer.theirs.document;
          this.#sent = [];
          this.#settled();
          return;
        }
        this.#tell({ kind: "conflict", theirs: answer.theirs });
        return;
      case "away": {
        const retryMs = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)] ?? 30_000;
        this.#failures += 1;
        this.#tell({ kind: "away", error: answer.error, retryMs });
        this.#schedule(retryMs);
        return;
      }
      default:
        this.#sent = this.#sent.filter((one) => one !== document);
        this.#tell(answer);
    }
  }

  #tell(state: SaveState): void {
    if (state.kind === this.#state.kind && state.kind === "saving") return;
    this.#state = state;
    if (!this.#ended) this.#parts.onState(state);
  }
}
