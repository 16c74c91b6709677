// SPDX-License-Identifier: Apache-2.0
/** Own functions: defining, calling, giving back. */
import * as Blockly from "blockly/core";
import type { Block } from "blockly/core";
import { statement, value, type Growth } from "@/blocks/definition/block_definition";
import { freeFunctionName, isCall, parameterRows } from "@/blocks/definition/function_blocks";
import { callMixin } from "@/blocks/definition/function_calls";
import { removeButton } from "@/blocks/definition/growing";
import { anySocket, body, number, textField } from "@/blocks/definition/parts";
import { atom } from "@/blocks/python/expression";
import type { PythonWriter } from "@/blocks/python/python_writer";
import { texts } from "@/i18n/texts";

const growth: Growth = {
  initial: 0,
  least: 0,
  most: 8,
  inputs: (row) => [`ROW${row}`],
  append(block, row, index, words) {
    block
      .appendDummyInput(`ROW${row}`)
      .appendField(new Blockly.FieldVariable(words.defaults?.[`PARAMETER${index % 4}`] ?? "x"), `PARAMETER${row}`)
      .appendField(removeButton(block, growth, row), `MINUS${row}`);
  },
  labels: texts({
    en: { add: "Add a value that the function is given", remove: "Remove this value" },
    de: { add: "Einen Wert hinzufügen, den die Funktion bekommt", remove: "Diesen Wert entfernen" },
  }),
};

export const defineFunction = statement({
  type: "function_define",
  shape: { kind: "top" },
  words: texts({
    en: { message: "function {NAME}\n{DO}", tooltip: "Gives blocks a name, so that you can use them in many places. + adds a value that the function is given.", defaults: { NAME: "do something", PARAMETER0: "a", PARAMETER1: "b", PARAMETER2: "c", PARAMETER3: "d" }, search: "define procedure def to" },
    de: { message: "Funktion {NAME}\n{DO}", tooltip: "Gibt Blöcken einen Namen, damit du sie an vielen Stellen nutzen kannst. + fügt einen Wert hinzu, den die Funktion bekommt.", defaults: { NAME: "etwas tun", PARAMETER0: "a", PARAMETER1: "b", PARAMETER2: "c", PARAMETER3: "d" }, search: "definieren Prozedur Unterprogramm" },
  }),
  parts: { NAME: textField, DO: body },
  growth,
  prepare(block) {
    block.getField("NAME")?.setValidator((wanted: string) => freeFunctionName(wanted, block.workspace, block));
  },
  python() {
    throw new Error("A function is written as a whole.");
  },
});

/** The call of a function, or nothing if the function is gone. */
function call(block: Block, py: PythonWriter): string | null {
  if (!isCall(block)) throw new Error(`${block.type} is no call`);
  const define = py.definitionBlock(block.call.function);
  if (define === null) {
    py.trouble(block, "function_gone");
    return null;
  }
  const given = parameterRows(define).map((row) => (block.getInput(`ARGUMENT${row}`) === null ? "0" : py.value(block, `ARGUMENT${row}`)));
  return py.call(define.id, given);
}

const callWords = texts({
  en: { message: "{NAME}", tooltip: "Does what the function of this name does.", search: "call function" },
  de: { message: "{NAME}", tooltip: "Macht, was die Funktion mit diesem Namen macht.", search: "Funktion aufrufen" },
});

export const callFunction = statement({
  type: "function_call",
  words: callWords,
  parts: { NAME: { kind: "label" } },
  mixin: callMixin,
  hidden: true,
  python(block, py) {
    const text = call(block, py);
    if (text !== null) py.line(text);
  },
});

export const callForValue = value({
  type: "function_call_value",
  output: null,
  words: texts({
    en: { message: "{NAME}", tooltip: "Does what the function of this name does, and stands for what it gives back.", search: "call function" },
    de: { message: "{NAME}", tooltip: "Macht, was die Funktion mit diesem Namen macht, und steht für das, was sie zurückgibt.", search: "Funktion aufrufen" },
  }),
  parts: { NAME: { kind: "label" } },
  mixin: callMixin,
  hidden: true,
  python: (block, py) => atom(call(block, py) ?? "0"),
});

export const giveBack = statement({
  type: "give_back",
  shape: { kind: "last" },
  words: texts({
    en: { message: "give back {VALUE}", tooltip: "Ends the function; its call then stands for this value.", search: "return result" },
    de: { message: "gib {VALUE} zurück", tooltip: "Beendet die Funktion; ihr Aufruf steht dann für diesen Wert.", search: "Rückgabe Ergebnis return" },
  }),
  parts: { VALUE: anySocket(number(1)) },
  python(block, py) {
    if (py.inFunction) py.line(`return ${py.value(block, "VALUE")}`);
    else py.trouble(block, "outside_function");
  },
});

export const endFunction = statement({
  type: "end_function",
  shape: { kind: "last" },
  words: texts({
    en: { message: "end here", tooltip: "Ends the function, or the program if it is not in a function.", search: "return stop exit" },
    de: { message: "ende hier", tooltip: "Beendet die Funktion, oder das Programm, wenn es in keiner Funktion steht.", search: "return Schluss beenden" },
  }),
  parts: {},
  python(_block, py) {
    py.line("return");
  },
});
