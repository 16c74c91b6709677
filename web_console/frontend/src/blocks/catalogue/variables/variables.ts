// SPDX-License-Identifier: Apache-2.0
/** Remembering something under a name. */
import { statement, value } from "@/blocks/definition/block_definition";
import { anySocket, number, numberSocket, variable } from "@/blocks/definition/parts";
import { ORDER, numberLiteral, within } from "@/blocks/python/expression";
import { texts } from "@/i18n/texts";

export const setVariable = statement({
  type: "set_variable",
  words: texts({
    en: { message: "set {VARIABLE} to {VALUE}", tooltip: "Remembers a value under this name.", defaults: { VARIABLE: "x" }, search: "variable assign store" },
    de: { message: "setze {VARIABLE} auf {VALUE}", tooltip: "Merkt sich einen Wert unter diesem Namen.", defaults: { VARIABLE: "x" }, search: "Variable merken speichern" },
  }),
  parts: { VARIABLE: variable, VALUE: anySocket(number(0)) },
  python(block, py) {
    const { text, whole } = py.expression(block, "VALUE");
    py.line(`${py.assign(block, "VARIABLE", { whole: whole === true })} = ${text}`);
  },
});

export const changeVariable = statement({
  type: "change_variable",
  words: texts({
    en: { message: "change {VARIABLE} by {BY}", tooltip: "Adds a number to a variable; a negative one takes away.", defaults: { VARIABLE: "x" }, search: "variable add increase count" },
    de: { message: "ändere {VARIABLE} um {BY}", tooltip: "Addiert eine Zahl zu einer Variable; eine negative zieht ab.", defaults: { VARIABLE: "x" }, search: "Variable erhöhen zählen" },
  }),
  parts: { VARIABLE: variable, BY: numberSocket(1) },
  python(block, py) {
    py.read(block, "VARIABLE");
    const by = py.expression(block, "BY");
    const less = by.literal !== undefined && by.literal < 0;
    const name = py.assign(block, "VARIABLE", { whole: by.whole === true });
    py.line(less ? `${name} -= ${numberLiteral(-by.literal).text}` : `${name} += ${within(by, ORDER.any)}`);
  },
});

export const getVariable = value({
  type: "get_variable",
  output: null,
  words: texts({
    en: { message: "{VARIABLE}", tooltip: "The value that is remembered under this name.", defaults: { VARIABLE: "x" }, search: "variable" },
    de: { message: "{VARIABLE}", tooltip: "Der Wert, der unter diesem Namen gemerkt ist.", defaults: { VARIABLE: "x" }, search: "Variable" },
  }),
  parts: { VARIABLE: variable },
  python: (block, py) => py.read(block, "VARIABLE"),
});
