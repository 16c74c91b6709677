// SPDX-License-Identifier: Apache-2.0
/** How the editor looks; its colours are variables in `code.css`, so that light and dark need no second editor. */
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword], color: "var(--code-keyword)", fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
  { tag: tags.comment, color: "var(--code-comment)", fontStyle: "italic" },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: "var(--code-call)" },
  { tag: tags.definition(tags.function(tags.variableName)), color: "var(--code-call)", fontWeight: "600" },
  { tag: [tags.propertyName, tags.className], color: "var(--code-property)" },
  { tag: [tags.self, tags.special(tags.variableName)], color: "var(--code-property)" },
]);

const frame = EditorView.theme({
  "&": { height: "100%", fontSize: "14px", backgroundColor: "var(--code-back)", color: "var(--code-fore)" },
  ".cm-scroller": { fontFamily: "var(--mantine-font-family-monospace)", lineHeight: "1.55" },
  ".cm-content": { caretColor: "var(--code-fore)", padding: "8px 0" },
  "&.cm-focused": { outline: "2px solid var(--mantine-primary-color-filled)", outlineOffset: "-2px" },
  ".cm-gutters": { backgroundColor: "var(--code-gutter)", color: "var(--code-comment)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--code-active)" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--code-fore)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--code-selection)",
  },
  ".cm-running-gutter": { width: "16px" },
  ".cm-running-gutter .cm-gutterElement": { color: "var(--code-running-mark)", fontSize: "11px", paddingLeft: "3px" },
  ".cm-line.cm-running-line": {
    backgroundColor: "var(--code-running)",
    boxShadow: "inset 3px 0 0 var(--code-running-mark)",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--mantine-color-body)",
    color: "var(--mantine-color-text)",
    border: "1px solid var(--mantine-color-default-border)",
    borderRadius: "var(--mantine-radius-md)",
    boxShadow: "var(--mantine-shadow-md)",
    overflow: "hidden",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { maxHeight: "min(27em, 60vh)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 8px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--mantine-primary-color-filled)",
    color: "var(--mantine-primary-color-contrast)",
  },
  ".cm-completionDetail": { fontStyle: "normal", opacity: "0.85" },
  ".cm-doc-card": { maxWidth: "30rem", padding: "8px 12px", fontFamily: "var(--mantine-font-family)", fontSize: "13px" },
  ".cm-doc-card p, .cm-doc-card ul": { margin: "6px 0 0", paddingLeft: "0" },
  ".cm-doc-card ul": { paddingLeft: "18px" },
  ".cm-doc-card code": { fontFamily: "var(--mantine-font-family-monospace)", fontSize: "12.5px" },
  ".cm-doc-signature": { fontWeight: "650", color: "var(--code-call)" },
  ".cm-completionInfo": { padding: "0" },
  ".cm-problem-hint": { marginTop: "4px", color: "var(--mantine-color-dimmed)" },
  ".cm-diagnostic": { padding: "6px 10px", fontFamily: "var(--mantine-font-family)", fontSize: "13px", maxWidth: "32rem" },
});

export const look: Extension = [frame, syntaxHighlighting(colours)];
