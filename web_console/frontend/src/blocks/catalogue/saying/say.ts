// SPDX-License-Identifier: Apache-2.0
/** The log and the plots. */
import { statement } from "@/blocks/definition/block_definition";
import { joined, textPiece } from "@/blocks/catalogue/saying/text";
import { anySocket, distanceAhead, numberSocket, text, textSocket } from "@/blocks/definition/parts";
import { atom, textLiteral } from "@/blocks/python/expression";
import { texts } from "@/i18n/texts";

export const say = statement({
  type: "say",
  words: texts({
    en: { message: "say {TEXT}", tooltip: "Writes a line into your log.", defaults: { TEXT: "Hello!" }, search: "log speak write" },
    de: { message: "sage {TEXT}", tooltip: "Schreibt eine Zeile in dein Protokoll.", defaults: { TEXT: "Hallo!" }, search: "Protokoll sprechen schreiben Log" },
  }),
  parts: { TEXT: anySocket(text("TEXT")) },
  python(block, py) {
    py.line(`${py.robot}.say(${py.value(block, "TEXT")})`);
  },
});

export const sayValue = statement({
  type: "say_value",
  words: texts({
    en: { message: "say {TEXT} and {VALUE}", tooltip: "Writes a text and a value into your log. Measured numbers are shown with two digits.", defaults: { TEXT: "Distance:" }, search: "log speak write number" },
    de: { message: "sage {TEXT} und {VALUE}", tooltip: "Schreibt einen Text und einen Wert in dein Protokoll. Gemessene Zahlen werden mit zwei Stellen gezeigt.", defaults: { TEXT: "Abstand:" }, search: "Protokoll sprechen schreiben Zahl Log" },
  }),
  parts: { TEXT: textSocket(text("TEXT")), VALUE: anySocket(distanceAhead) },
  python(block, py) {
    const first = textPiece(block, "TEXT", py);
    const space = { written: " ", expression: atom(textLiteral(" ")), rounded: false };
    py.line(`${py.robot}.say(${joined([first, space, textPiece(block, "VALUE", py)]).text})`);
  },
});

export const print = statement({
  type: "print",
  words: texts({
    en: { message: "print {VALUE}", tooltip: "Python's own print: writes a value into your log just as it is.", search: "log write" },
    de: { message: "print {VALUE}", tooltip: "Pythons eigenes print: schreibt einen Wert so, wie er ist, in dein Protokoll.", search: "Protokoll schreiben ausgeben Log drucken" },
  }),
  parts: { VALUE: anySocket(distanceAhead) },
  python(block, py) {
    py.line(`print(${py.value(block, "VALUE")})`);
  },
});

export const plot = statement({
  type: "plot",
  words: texts({
    en: { message: "plot {NAME} {VALUE}", tooltip: "Adds a point to the curve of this name, at the present time.", defaults: { NAME: "distance" }, search: "curve graph chart draw" },
    de: { message: "zeichne Kurve {NAME} {VALUE}", tooltip: "Fügt der Kurve mit diesem Namen einen Punkt zur jetzigen Zeit hinzu.", defaults: { NAME: "Abstand" }, search: "Diagramm Graph plotten" },
  }),
  parts: { NAME: textSocket(text("NAME")), VALUE: numberSocket(distanceAhead) },
  python(block, py) {
    py.line(`${py.robot}.plot(${py.value(block, "NAME")}, ${py.value(block, "VALUE")})`);
  },
});
