// SPDX-License-Identifier: Apache-2.0
/** What seen things are called: colours, the line, and any other label. */
import { value } from "@/blocks/definition/block_definition";
import { menu } from "@/blocks/definition/parts";
import { atom, textLiteral } from "@/blocks/python/expression";
import { texts } from "@/i18n/texts";

export const colour = value({
  type: "colour",
  output: "String",
  words: texts({
    en: { message: "{COLOUR}", tooltip: "A colour that the camera's node can find.", search: "color label red green blue" },
    de: { message: "{COLOUR}", tooltip: "Eine Farbe, die der Kamera-Node finden kann.", search: "Farbe Rot Grün Blau" },
  }),
  parts: { COLOUR: { kind: "colour" } },
  python: (block) => atom(textLiteral(String(block.getFieldValue("COLOUR")))),
});

export const line = value({
  type: "line",
  output: "String",
  words: texts({
    en: { message: "{LABEL}", tooltip: "The line on the floor, as the line node finds it; or a label of your own choice with a text block.", menus: { LABEL: { line: "line" } }, search: "follow floor" },
    de: { message: "{LABEL}", tooltip: "Die Linie auf dem Boden, wie der Linien-Node sie findet; oder mit einem Textblock jede andere Bezeichnung.", menus: { LABEL: { line: "Linie" } }, search: "folgen Boden" },
  }),
  parts: { LABEL: menu("line") },
  python: (block) => atom(textLiteral(String(block.getFieldValue("LABEL")))),
});
