// SPDX-License-Identifier: Apache-2.0
/** Pieces of Python that stand for a value, and when they need brackets. */

/**
 * How firmly a piece holds together, firmest first, as in Python's reference (6.17, operator precedence).
 * A piece needs brackets where something firmer is wanted.
 */
export const ORDER = {
  /** Names, literals, calls, indexing, brackets. */
  atom: 0,
  power: 1,
  sign: 2,
  product: 3,
  sum: 4,
  comparison: 5,
  not: 6,
  and: 7,
  or: 8,
  /** `a if b else c`. */
  choice: 9,
  /** Anything goes: in brackets of a call, on the right of `=`. */
  any: 10,
} as const;

export type Order = (typeof ORDER)[keyof typeof ORDER];

export interface Expression {
  readonly text: string;
  readonly order: Order;
  /** Surely a whole number, so that it can count and index. */
  readonly whole?: boolean;
  /** A plain number that is written out. */
  readonly literal?: number;
}

/** A name, a literal, a call. */
export function atom(text: string, more: { whole?: boolean } = {}): Expression {
  return { text, order: ORDER.atom, ...more };
}

/** Something that holds together less firmly. */
export function operation(text: string, order: Order, more: { whole?: boolean } = {}): Expression {
  return { text, order, ...more };
}

/** The text of an expression, in brackets if it would fall apart where something at least as firm as `loosest` is wanted. */
export function within(expression: Expression, loosest: Order): string {
  return expression.order > loosest ? `(${expression.text})` : expression.text;
}

/** The same with the other sign: `-cm(20)`, `-(x + 1)`, `-0.5`. */
export function negated(expression: Expression): Expression {
  if (expression.literal !== undefined) return numberLiteral(-expression.literal);
  return { text: `-${within(expression, ORDER.power)}`, order: ORDER.sign, ...(expression.whole === true ? { whole: true } : {}) };
}

/** A number as Python writes it. `Infinity` and `NaN` have no literal: say `math.inf`. */
export function numberLiteral(value: number): Expression {
  const plain = Object.is(value, -0) ? 0 : value;
  return {
    text: String(plain),
    order: plain < 0 ? ORDER.sign : ORDER.atom,
    literal: plain,
    ...(Number.isInteger(plain) && Math.abs(plain) < 1e21 ? { whole: true } : {}),
  };
}

const ESCAPES: Record<string, string> = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A text as Python writes it, in double quotes. */
export function textLiteral(text: string): string {
  let written = "";
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0;
    const lonely = code >= 0xd800 && code <= 0xdfff;
    // Besides control characters also what ends a line or turns the direction of writing: the program must look as it is.
    const hidden = code < 0x20 || (code >= 0x7f && code < 0xa0) || /[\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/.test(sign);
    if (sign in ESCAPES) written += ESCAPES[sign] ?? "";
    else if (lonely || hidden) written += code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
    else written += sign;
  }
  return `"${written}"`;
}
