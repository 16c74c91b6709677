// SPDX-License-Identifier: Apache-2.0
/** Sends a document to the server, and sorts how it answers. */
import { ApiError, answered, api } from "@/api/client";
import type { Version } from "@/api/types";
import type { Head } from "@/documents/document";
import type { Answer, Send } from "@/documents/document_saver";

/** What this page calls itself, so that the server tells two pages of one person apart. */
const WRITER = newWriter();

function newWriter(): string {
  // `crypto.randomUUID` is there on safe origins only; a school's lab may be at plain http.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A version that the server told, as a document with its number. */
export function headOf(version: Version): Head {
  return {
    number: version.number,
    authorId: version.author?.id ?? "",
    author: version.author?.nickname ?? "",
    at: version.saved_at,
    document: documentOf(version),
  };
}

/** The document that a version holds. */
export function documentOf(version: Version): Head["document"] {
  return { tier: version.tier === "blocks" ? "blocks" : "code", text: version.text, blocks: version.blocks ?? null };
}

/** Statuses after which the same request may be taken later: too often, and all that is the server's own trouble. */
function isTemporary(error: ApiError): boolean {
  return error.status === 429 || error.status === 408 || error.status >= 500 || error.kind === "csrf";
}

function sorted(error: unknown): Answer {
  if (!(error instanceof ApiError)) return { kind: "away", error };
  const { theirs } = error.body;
  if (error.status === 409 && theirs !== undefined) return { kind: "conflict", theirs: headOf(theirs as Version) };
  if (error.status === 401) return { kind: "logged_out" };
  return { kind: isTemporary(error) ? "away" : "refused", error };
}

/** A way to send a program's document. */
export function sendDocument(programId: string): Send {
  return async ({ base, document, kind }, signal) => {
    try {
      const saved = answered(
        await api.PUT("/api/programs/{program_id}/document", {
          params: { path: { program_id: programId } },
          body: { base, kind, ...document, label: "", writer: WRITER },
          signal,
        }),
      );
      return { kind: "saved", number: saved.number };
    } catch (error) {
      return sorted(error);
    }
  };
}
