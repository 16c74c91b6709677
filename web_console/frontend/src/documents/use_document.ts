// SPDX-License-Identifier: Apache-2.0
/** A program's document in a component: what is typed, how the saving stands, and what is to be decided. */
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { onSessionBegun } from "@/api/guarded_fetch";
import { answered, api } from "@/api/client";
import type { Program } from "@/api/types";
import { type ProgramDocument, sameDocument } from "@/documents/document";
import { DocumentSaver, type SaveState } from "@/documents/document_saver";
import { hasLeft, noteLeaving } from "@/documents/leaving";
import { type LocalCopy, localCopiesOf } from "@/documents/local_copies";
import { documentOf, sendDocument } from "@/documents/send_document";

/** Reads a program with its document, after what is still on its way to the server. */
export async function fetchProgram(programId: string): Promise<Program> {
  await hasLeft(programId);
  return answered(await api.GET("/api/programs/{program_id}", { params: { path: { program_id: programId } } }));
}

export interface OpenDocument {
  readonly document: ProgramDocument;
  readonly state: SaveState;
  /** Whether the browser keeps a copy of what is not saved. */
  readonly copyKept: boolean;
  /** What an earlier visit typed and the server never got; null if there is nothing. */
  readonly recovered: LocalCopy | null;
  readonly change: (document: ProgramDocument) => void;
  /** Saves now; the version's number, or null if it could not be saved. */
  readonly flush: () => Promise<number | null>;
  readonly retry: () => void;
  /** Ends a conflict with the document that is to be the newest. */
  readonly settle: (chosen: ProgramDocument) => void;
  /** Decides about what was recovered: the document that is to be the newest, or null to leave it as it is. */
  readonly recover: (chosen: ProgramDocument | null) => void;
  /** Takes in a version that the server has made the newest. */
  readonly replace: (number: number, document: ProgramDocument) => void;
}

/** Opens the document of a program. The component must have `key={program.id}`: a document stays of its program. */
export function useDocument(program: Program, personId: string): OpenDocument {
  const queries = useQueryClient();
  const [opened] = useState(() => ({
    program,
    document: documentOf(program.document),
    copies: localCopiesOf(personId),
  }));
  const [document, setDocument] = useState(opened.document);
  const [state, setState] = useState<SaveState>({ kind: "saved", number: program.document.number });
  const [copyKept, setCopyKept] = useState(true);
  const [recovered, setRecovered] = useState(() => recoverable(opened.copies.get(program.id), opened.document));
  const saver = useRef<DocumentSaver | null>(null);
  const latest = useRef({ number: program.document.number, document: opened.document });

  useEffect(() => {
    const { id } = opened.program;
    const current = new DocumentSaver({
      programId: id,
      head: latest.current.number,
      document: latest.current.document,
      send: sendDocument(id),
      copies: opened.copies,
      onState: setState,
      onDocument: setDocument,
    });
    saver.current = current;
    const warn = (event: BeforeUnloadEvent): void => {
      if (current.unsaved) event.preventDefault();
    };
    const hurry = (): void => current.hurry();
    const resume = (): void => current.resume();
    window.addEventListener("beforeunload", warn);
    window.document.addEventListener("visibilitychange", hurry);
    window.addEventListener("online", resume);
    const forget = onSessionBegun(resume);
    return () => {
      window.removeEventListener("beforeunload", warn);
      window.document.removeEventListener("visibilitychange", hurry);
      window.removeEventListener("online", resume);
      forget();
      latest.current = { number: current.base, document: current.document };
      leave(id, current, queries);
    };
  }, [opened, queries]);

  const change = useCallback((next: ProgramDocument) => {
    setDocument(next);
    saver.current?.change(next);
    setCopyKept(saver.current?.copyKept ?? true);
  }, []);
  const flush = useCallback(() => saver.current?.flush() ?? Promise.resolve(null), []);
  const retry = useCallback(() => saver.current?.resume(), []);
  const settle = useCallback((chosen: ProgramDocument) => saver.current?.settle(chosen), []);
  const replace = useCallback((number: number, next: ProgramDocument) => saver.current?.replace(number, next), []);
  const recover = useCallback(
    (chosen: ProgramDocument | null) => {
      setRecovered(null);
      if (chosen === null) opened.copies.drop(opened.program.id);
      else change(chosen);
    },
    [change, opened],
  );
  return useMemo(
    () => ({ document, state, copyKept, recovered, change, flush, retry, settle, recover, replace }),
    [document, state, copyKept, recovered, change, flush, retry, settle, recover, replace],
  );
}

/** A copy that holds something else than the server does. */
function recoverable(copy: LocalCopy | null, head: ProgramDocument): LocalCopy | null {
  return copy !== null && !sameDocument(copy.document, head) ? copy : null;
}

function leave(id: string, saver: DocumentSaver, queries: QueryClient): void {
  noteLeaving(
    id,
    saver.end().then(() => void queries.invalidateQueries({ queryKey: ["programs"] })),
  );
}
