// SPDX-License-Identifier: Apache-2.0
/** Docstrings to be read: taken apart into paragraphs and lists, each piece in the language that is spoken. */
import { robot } from "./robot.ts";

/** A paragraph or an item of a list; `lang` is `en` where there are no words for it in the language of the page. */
export interface DocPiece {
  readonly text: string;
  readonly lang: "en" | undefined;
}

/** A paragraph, which has one piece, or a list, which has one for each item. */
export interface DocBlock {
  readonly kind: "paragraph" | "list";
  readonly pieces: readonly DocPiece[];
}

/**
 * Takes a docstring apart, as Markdown does: an empty line ends a paragraph or a list, a line behind an item goes on
 * with it. Docstrings hold paragraphs, lists and code in backticks; nothing else is read.
 */
function blocksOf(markdown: string): { kind: DocBlock["kind"]; texts: string[] }[] {
  const blocks: { kind: DocBlock["kind"]; texts: string[] }[] = [];
  let open: { kind: DocBlock["kind"]; texts: string[] } | null = null;
  for (const line of markdown.split("\n")) {
    const item = /^\s*[-*]\s+(.*)$/.exec(line)?.[1];
    const words = (item ?? line).trim();
    if (words === "") {
      open = null;
    } else if (open === null || (item !== undefined && open.kind === "paragraph")) {
      open = { kind: item === undefined ? "paragraph" : "list", texts: [words] };
      blocks.push(open);
    } else if (item !== undefined) {
      open.texts.push(words);
    } else {
      open.texts.push(`${open.texts.pop() ?? ""} ${words}`);
    }
  }
  return blocks;
}

/** A piece of a docstring in a language. */
export function retold(text: string, language: string): DocPiece {
  if (language !== "de") return { text, lang: undefined };
  const german = Object.hasOwn(robot, text) ? robot[text] : undefined;
  return german === undefined ? { text, lang: "en" } : { text: german, lang: undefined };
}

/**
 * Reads a docstring.
 *
 * @param markdown as the server gives it, in English.
 * @param language of the page; pieces without words in it stay English.
 */
export function docBlocks(markdown: string, language: string): DocBlock[] {
  return blocksOf(markdown).map(({ kind, texts }) => ({ kind, pieces: texts.map((text) => retold(text, language)) }));
}

/** A piece in turns of words (at even places) and what stands in backticks (at odd ones). */
export function inlineParts(text: string): string[] {
  return text.split(/`([^`]*)`/);
}
