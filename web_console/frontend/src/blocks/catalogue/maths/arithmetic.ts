// SPDX-License-Identifier: Apache-2.0
/** Calculating. */
import { value } from "@/blocks/definition/block_definition";
import { distanceAhead, menu, number, numberSocket } from "@/blocks/definition/parts";
import { atom, operation, ORDER, within, type Order } from "@/blocks/python/expression";
import { texts } from "@/i18n/texts";

/** How Python writes an operation, and how firm what stands on each side must be. */
const OPERATIONS: Readonly<Record<string, { sign: string; order: Order; left: Order; right: Order; whole: boolean }>> = {
  ADD: { sign: "+", order: ORDER.sum, left: ORDER.sum, right: ORDER.product, whole: true },
  SUBTRACT: { sign: "-", order: ORDER.sum, left: ORDER.sum, right: ORDER.product, whole: true },
  MULTIPLY: { sign: "*", order: ORDER.product, left: ORDER.product, right: ORDER.sign, whole: true },
  DIVIDE: { sign: "/", order: ORDER.product, left: ORDER.product, right: ORDER.sign, whole: false },
  INTEGER_DIVIDE: { sign: "//", order: ORDER.product, left: ORDER.product, right: ORDER.sign, whole: true },
  MODULO: { sign: "%", order: ORDER.product, left: ORDER.product, right: ORDER.sign, whole: true },
  // -2 ** 2 is -(2 ** 2), and 2 ** 3 ** 2 is 2 ** (3 ** 2).
  POWER: { sign: "**", order: ORDER.power, left: ORDER.atom, right: ORDER.sign, whole: false },
};

const shown = { ADD: "+", SUBTRACT: "−", MULTIPLY: "×", DIVIDE: "÷", POWER: "^" };

export const arithmetic = value({
  type: "arithmetic",
  output: "Number",
  words: texts({
    en: { message: "{A} {OPERATOR} {B}", tooltip: "Calculates with two numbers. ^ is “to the power of”.", menus: { OPERATOR: { ...shown, INTEGER_DIVIDE: "÷ without remainder", MODULO: "remainder of ÷" } }, search: "plus minus times divide add subtract multiply modulo" },
    de: { message: "{A} {OPERATOR} {B}", tooltip: "Rechnet mit zwei Zahlen. ^ heißt „hoch“.", menus: { OPERATOR: { ...shown, INTEGER_DIVIDE: "÷ ohne Rest", MODULO: "Rest von ÷" } }, search: "plus minus mal geteilt rechnen" },
  }),
  parts: { A: numberSocket(1), OPERATOR: menu("ADD", "SUBTRACT", "MULTIPLY", "DIVIDE", "POWER", "INTEGER_DIVIDE", "MODULO"), B: numberSocket(1) },
  python(block, py) {
    const name = String(block.getFieldValue("OPERATOR"));
    const { sign, order, left, right, whole } = OPERATIONS[name] ?? { sign: "+", order: ORDER.sum, left: ORDER.sum, right: ORDER.product, whole: true };
    const [a, b] = [py.expression(block, "A"), py.expression(block, "B")];
    return operation(`${within(a, left)} ${sign} ${within(b, right)}`, order, whole && a.whole === true && b.whole === true ? { whole: true } : {});
  },
});

export const negative = value({
  type: "negative",
  output: "Number",
  words: texts({
    en: { message: "− {A}", tooltip: "The same with the other sign.", search: "minus negative opposite" },
    de: { message: "− {A}", tooltip: "Dasselbe mit umgekehrtem Vorzeichen.", search: "minus negativ" },
  }),
  parts: { A: numberSocket(1) },
  python(block, py) {
    const a = py.expression(block, "A");
    return operation(`-${within(a, ORDER.power)}`, ORDER.sign, a.whole === true ? { whole: true } : {});
  },
});

const CALLS: Readonly<Record<string, string>> = { ABS: "abs", SQRT: "math.sqrt", SIN: "math.sin", COS: "math.cos", TAN: "math.tan" };

export const calculate = value({
  type: "calculate",
  output: "Number",
  words: texts({
    en: { message: "{FUNCTION} {A}", tooltip: "absolute value: the number without its sign. sin, cos and tan take an angle.", menus: { FUNCTION: { ABS: "absolute value of", SQRT: "square root of", SIN: "sin", COS: "cos", TAN: "tan" } }, search: "absolute abs sqrt sine cosine tangent" },
    de: { message: "{FUNCTION} {A}", tooltip: "Betrag: die Zahl ohne Vorzeichen. sin, cos und tan wollen einen Winkel.", menus: { FUNCTION: { ABS: "Betrag von", SQRT: "Wurzel aus", SIN: "sin", COS: "cos", TAN: "tan" } }, search: "absolut Sinus Kosinus Tangens" },
  }),
  parts: { FUNCTION: menu("ABS", "SQRT", "SIN", "COS", "TAN"), A: numberSocket(1) },
  python(block, py) {
    const call = CALLS[String(block.getFieldValue("FUNCTION"))] ?? "abs";
    if (call.startsWith("math.")) py.module("math");
    const a = py.expression(block, "A");
    return atom(`${call}(${a.text})`, call === "abs" && a.whole === true ? { whole: true } : {});
  },
});

export const round = value({
  type: "round",
  output: "Number",
  words: texts({
    en: { message: "round {A} {MODE}", tooltip: "The nearest whole number, or the next one up or down.", menus: { MODE: { nearest: "to the nearest", up: "up", down: "down" } }, search: "whole integer ceil floor" },
    de: { message: "runde {A} {MODE}", tooltip: "Die nächste ganze Zahl, oder die nächste darüber oder darunter.", menus: { MODE: { nearest: "zur nächsten", up: "auf", down: "ab" } }, search: "ganze Zahl aufrunden abrunden" },
  }),
  parts: { A: numberSocket(3.1), MODE: menu("nearest", "up", "down") },
  python(block, py) {
    const mode = String(block.getFieldValue("MODE"));
    const call = mode === "nearest" ? "round" : `${py.module("math")}.${mode === "up" ? "ceil" : "floor"}`;
    return atom(`${call}(${py.value(block, "A")})`, { whole: true });
  },
});

export const roundDigits = value({
  type: "round_digits",
  output: "Number",
  words: texts({
    en: { message: "{A} rounded to {DIGITS} digits", tooltip: "A number with so many digits after the point.", search: "decimal places" },
    de: { message: "{A} auf {DIGITS} Stellen gerundet", tooltip: "Eine Zahl mit so vielen Stellen nach dem Komma.", search: "Nachkommastellen" },
  }),
  parts: { A: numberSocket(distanceAhead), DIGITS: { kind: "number", value: 2, min: 0, whole: true } },
  python: (block, py) => atom(`round(${py.value(block, "A")}, ${String(block.getFieldValue("DIGITS"))})`),
});

export const minMax = value({
  type: "min_max",
  output: "Number",
  words: texts({
    en: { message: "the {WHICH} of {A} and {B}", tooltip: "The smaller or the greater of two numbers.", menus: { WHICH: { min: "smaller", max: "greater" } }, search: "minimum maximum least most" },
    de: { message: "{WHICH} von {A} und {B}", tooltip: "Die kleinere oder die größere von zwei Zahlen.", menus: { WHICH: { min: "die kleinere", max: "die größere" } }, search: "Minimum Maximum" },
  }),
  parts: { WHICH: menu("min", "max"), A: numberSocket(1), B: numberSocket(2) },
  python(block, py) {
    const [a, b] = [py.expression(block, "A"), py.expression(block, "B")];
    return atom(`${String(block.getFieldValue("WHICH"))}(${a.text}, ${b.text})`, a.whole === true && b.whole === true ? { whole: true } : {});
  },
});

export const limit = value({
  type: "limit",
  output: "Number",
  words: texts({
    en: { message: "{A} but at least {LOW} and at most {HIGH}", tooltip: "A number that is held within limits.", search: "constrain clamp" },
    de: { message: "{A} aber mindestens {LOW} und höchstens {HIGH}", tooltip: "Eine Zahl, die in Grenzen gehalten wird.", search: "begrenzen Grenzen" },
  }),
  parts: { A: numberSocket(number(5)), LOW: numberSocket(0), HIGH: numberSocket(10) },
  python: (block, py) => atom(`max(${py.value(block, "LOW")}, min(${py.value(block, "HIGH")}, ${py.value(block, "A")}))`),
});

export const withUnit = value({
  type: "with_unit",
  output: "Number",
  words: texts({
    en: { message: "{A} taken as {UNIT}", tooltip: "Makes a length or an angle of a number that was calculated: 2 × 45 taken as degrees is a right angle.", menus: { UNIT: { cm: "cm", deg: "degrees" } }, search: "unit translate centimetres angle length" },
    de: { message: "{A} als {UNIT}", tooltip: "Macht aus einer ausgerechneten Zahl eine Länge oder einen Winkel: 2 × 45 als Grad ist ein rechter Winkel.", menus: { UNIT: { cm: "cm", deg: "Grad" } }, search: "Einheit umrechnen Zentimeter Winkel Länge" },
  }),
  parts: { A: numberSocket(10), UNIT: menu("deg", "cm") },
  python: (block, py) => atom(`${String(block.getFieldValue("UNIT"))}(${py.value(block, "A")})`),
});

export const convert = value({
  type: "convert",
  output: "Number",
  words: texts({
    en: { message: "{A} in {UNIT}", tooltip: "In Python lengths are metres and angles radians: this makes centimetres, degrees or percent of them, to be read by people.", menus: { UNIT: { cm: "cm", degrees: "degrees", percent: "%" } }, search: "unit translate centimetres percent" },
    de: { message: "{A} in {UNIT}", tooltip: "Python rechnet in Metern und im Bogenmaß: Das macht daraus Zentimeter, Grad oder Prozent, für Menschen zu lesen.", menus: { UNIT: { cm: "cm", degrees: "Grad", percent: "%" } }, search: "Einheit umrechnen Zentimeter Prozent" },
  }),
  parts: { A: numberSocket(distanceAhead), UNIT: menu("cm", "degrees", "percent") },
  python(block, py) {
    if (block.getFieldValue("UNIT") === "degrees") return atom(`${py.module("math")}.degrees(${py.value(block, "A")})`);
    return operation(`${py.value(block, "A", ORDER.product)} * 100`, ORDER.product);
  },
});

export const constant = value({
  type: "constant",
  output: "Number",
  words: texts({
    en: { message: "{NAME}", tooltip: "∞ is what the distance is when nothing is in range.", menus: { NAME: { inf: "∞", pi: "π" } }, search: "infinity pi" },
    de: { message: "{NAME}", tooltip: "∞ ist der Abstand, wenn nichts in Reichweite ist.", menus: { NAME: { inf: "∞", pi: "π" } }, search: "unendlich Pi" },
  }),
  parts: { NAME: menu("inf", "pi") },
  python: (block, py) => atom(`${py.module("math")}.${String(block.getFieldValue("NAME"))}`),
});
