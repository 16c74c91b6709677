// SPDX-License-Identifier: Apache-2.0
/** Documentation beside the cursor: an entry of the robot's API as DOM nodes, for CodeMirror's tooltips. */
import type { RobotApiEntry } from "@/api/types";
import { docBlocks, inlineParts } from "@/i18n/docstrings/docstrings";

/** Adds text in which `code` stands in backticks. */
function addInline(parent: HTMLElement, text: string): void {
  inlineParts(text).forEach((part, index) => {
    if (part === "") return;
    if (index % 2 === 0) {
      parent.append(part);
      return;
    }
    const code = document.createElement("code");
    code.textContent = part;
    parent.append(code);
  });
}

/**
 * Makes the card of an entry in a language. The docstrings hold paragraphs, lists and code in backticks; nothing else
 * is read, and nothing is taken as HTML.
 */
export function docCard(entry: RobotApiEntry, language: string): HTMLElement {
  const card = document.createElement("div");
  card.className = "cm-doc-card";
  const head = document.createElement("code");
  head.className = "cm-doc-signature";
  head.textContent = entry.signature;
  card.append(head);
  for (const { kind, pieces } of docBlocks(entry.doc_markdown, language)) {
    const parent = kind === "list" ? card.appendChild(document.createElement("ul")) : card;
    for (const { text, lang } of pieces) {
      const piece = parent.appendChild(document.createElement(kind === "list" ? "li" : "p"));
      if (lang !== undefined) piece.lang = lang;
      addInline(piece, text);
    }
  }
  if (entry.fields.length > 0) {
    addInline(card.appendChild(document.createElement("p")), entry.fields.map((field) => `\`.${field}\``).join(", "));
  }
  return card;
}
