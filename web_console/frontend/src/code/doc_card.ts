// SPDX-License-Identifier: Apache-2.0
/** Documentation beside the cursor: an entry of the robot's API as DOM nodes, for CodeMirror's tooltips. */
import type { RobotApiEntry } from "@/api/types";

/** Adds text in which `code` stands in backticks. */
function addInline(parent: HTMLElement, text: string): void {
  text.split(/`([^`]*)`/).forEach((part, index) => {
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
 * Makes the card of an entry. The docstrings hold paragraphs, lists and code in backticks; nothing else is read, and
 * nothing is taken as HTML.
 */
export function docCard(entry: RobotApiEntry): HTMLElement {
  const card = document.createElement("div");
  card.className = "cm-doc-card";
  const head = document.createElement("code");
  head.className = "cm-doc-signature";
  head.textContent = entry.signature;
  card.append(head);
  for (const block of entry.doc_markdown.trim().split(/\n\s*\n/)) {
    const lines = block.split("\n");
    let list: HTMLElement | null = null;
    let paragraph: HTMLElement | null = null;
    for (const line of lines) {
      const item = /^\s*[-*]\s+(.*)$/.exec(line)?.[1];
      if (item !== undefined) {
        list ??= card.appendChild(document.createElement("ul"));
        addInline(list.appendChild(document.createElement("li")), item);
        paragraph = null;
      } else if (list?.lastElementChild instanceof HTMLElement && /^\s+/.test(line)) {
        addInline(list.lastElementChild, ` ${line.trim()}`);
      } else if (line.trim() !== "") {
        if (paragraph === null) paragraph = card.appendChild(document.createElement("p"));
        else paragraph.append(" ");
        addInline(paragraph, line.trim());
      }
    }
  }
  if (entry.fields.length > 0) {
    addInline(card.appendChild(document.createElement("p")), entry.fields.map((field) => `\`.${field}\``).join(", "));
  }
  return card;
}
