// SPDX-License-Identifier: Apache-2.0
/** Texts, and texts put together. */
import type { Block } from "blockly/core";
import { value, type Growth } from "@/blocks/definition/block_definition";
import { removeButton, rowsOf } from "@/blocks/definition/growing";
import { text as textFilling, textField } from "@/blocks/definition/parts";
import { hold } from "@/blocks/definition/sockets";
import { atom, operation, ORDER, textLiteral, within, type Expression } from "@/blocks/python/expression";
import type { PythonWriter } from "@/blocks/python/python_writer";
import { texts } from "@/i18n/texts";

export const text = value({
  type: "text",
  output: "String",
  words: texts({
    en: { message: "“ {TEXT} ”", tooltip: "A text.", search: "string word letters" },
    de: { message: "„ {TEXT} “", tooltip: "Ein Text.", search: "Wort Zeichen" },
  }),
  parts: { TEXT: textField },
  python: (block) => atom(textLiteral(String(block.getFieldValue("TEXT")))),
});

/** A piece of a text: one that is written out, or a value and how it is shown. */
export interface TextPiece {
  /** What is written out, if it is. */
  readonly written: string | null;
  readonly expression: Expression;
  /** Numbers that were measured or reckoned are shown with two digits. */
  readonly rounded: boolean;
}

/** The piece of a text that a socket stands for. */
export function textPiece(block: Block, input: string, py: PythonWriter): TextPiece {
  const expression = py.expression(block, input);
  const inside = block.getInputTargetBlock(input);
  const written = inside?.type === "text" ? String(inside.getFieldValue("TEXT")) : null;
  const measured = inside?.outputConnection?.getCheck()?.includes("Number") === true;
  return { written, expression, rounded: measured && expression.whole !== true && expression.literal === undefined };
}

/** Puts pieces together: `f"distance: {robot.distance():.2f} m"`. */
export function joined(pieces: readonly TextPiece[]): Expression {
  if (pieces.every((one) => one.written !== null)) return atom(textLiteral(pieces.map((one) => one.written ?? "").join("")));
  // Up to Python 3.11 there can be no quotes and no backslashes within the braces.
  if (pieces.some((one) => one.written === null && /["'\\#{}!:]|\n/.test(one.expression.text))) {
    return operation(pieces.map(added).join(" + "), pieces.length === 1 ? ORDER.atom : ORDER.sum);
  }
  const inner = pieces.map((one) => {
    if (one.written !== null) return textLiteral(one.written).slice(1, -1).replace(/[{}]/g, "$&$&");
    return `{${one.expression.text}${one.rounded ? ":.2f" : ""}}`;
  });
  return atom(`f"${inner.join("")}"`);
}

function added(piece: TextPiece): string {
  if (piece.written !== null) return textLiteral(piece.written);
  return `str(${piece.rounded ? `round(${piece.expression.text}, 2)` : within(piece.expression, ORDER.any)})`;
}

const growth: Growth = {
  initial: 2,
  least: 1,
  most: 20,
  inputs: (row) => [`PART${row}`, `END${row}`],
  append(block, row, index, words) {
    hold(block.appendValueInput(`PART${row}`), textFilling(index % 2 === 0 ? "A" : "B")(words));
    block.appendDummyInput(`END${row}`).appendField(removeButton(block, growth, row), `MINUS${row}`);
  },
  labels: texts({
    en: { add: "Add a part", remove: "Remove this part" },
    de: { add: "Teil hinzufügen", remove: "Diesen Teil entfernen" },
  }),
};

export const join = value({
  type: "join",
  output: "String",
  words: texts({
    en: { message: "text of", tooltip: "Puts texts and values together to one text. Measured numbers are shown with two digits.", defaults: { A: "x = ", B: " m" }, search: "join concatenate together" },
    de: { message: "Text aus", tooltip: "Fügt Texte und Werte zu einem Text zusammen. Gemessene Zahlen werden mit zwei Stellen gezeigt.", defaults: { A: "x = ", B: " m" }, search: "verbinden zusammen" },
  }),
  parts: {},
  growth,
  python: (block, py) => joined(rowsOf(block).map((row) => textPiece(block, `PART${row}`, py))),
});
