// SPDX-License-Identifier: Apache-2.0
/** Which colour a piece of a line of generated Python has. */

export type TokenKind = "keyword" | "robot" | "function" | "number" | "text" | "comment" | "plain";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const KEYWORDS = new Set("and as break continue def elif else for from global if import in is not or pass return while True False None".split(" "));
const PIECE = /(#.*)|(f?"(?:\\.|[^"\\])*")|(\d+(?:\.\d*)?(?:e[-+]?\d+)?)|([\p{L}_][\p{L}\p{N}_]*)|(\s+)|(.)/gu;

/** The pieces of one line; together they are the line. */
export function pythonTokens(line: string): Token[] {
  const tokens: Token[] = [];
  for (const match of line.matchAll(PIECE)) {
    const [text, comment, quoted, number, name] = match;
    const next = line[match.index + text.length];
    const kind: TokenKind =
      comment !== undefined ? "comment"
      : quoted !== undefined ? "text"
      : number !== undefined ? "number"
      : name === undefined ? "plain"
      : KEYWORDS.has(name) ? "keyword"
      : name === "robot" ? "robot"
      : next === "(" ? "function"
      : "plain";
    const before = tokens.at(-1);
    if (before?.kind === kind && kind === "plain") tokens[tokens.length - 1] = { kind, text: before.text + text };
    else tokens.push({ kind, text });
  }
  return tokens;
}
