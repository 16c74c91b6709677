// SPDX-License-Identifier: Apache-2.0
/** Comparing, and joining conditions. */
import { value } from "@/blocks/definition/block_definition";
import { anySocket, closerThan, conditionSocket, distanceAhead, length, menu, number, numberSocket } from "@/blocks/definition/parts";
import { atom, operation, ORDER } from "@/blocks/python/expression";
import { texts } from "@/i18n/texts";

const SIGNS = { LT: "<", LTE: "<=", GT: ">", GTE: ">=", EQ: "==", NEQ: "!=" } as const;
const shown = { OPERATOR: { LT: "<", LTE: "≤", GT: ">", GTE: "≥", EQ: "=", NEQ: "≠" } };

export const compare = value({
  type: "compare",
  output: "Boolean",
  words: texts({
    en: { message: "{A} {OPERATOR} {B}", tooltip: "Compares two values.", menus: shown, search: "less greater equal smaller larger" },
    de: { message: "{A} {OPERATOR} {B}", tooltip: "Vergleicht zwei Werte.", menus: shown, search: "kleiner größer gleich Vergleich" },
  }),
  parts: { A: anySocket(distanceAhead), OPERATOR: menu("LT", "LTE", "GT", "GTE", "EQ", "NEQ"), B: anySocket(length(50)) },
  python(block, py) {
    const sign = SIGNS[String(block.getFieldValue("OPERATOR")) as keyof typeof SIGNS];
    // Python would read a < b < c as two comparisons.
    return operation(`${py.value(block, "A", ORDER.sum)} ${sign} ${py.value(block, "B", ORDER.sum)}`, ORDER.comparison);
  },
});

export const between = value({
  type: "between",
  output: "Boolean",
  words: texts({
    en: { message: "{VALUE} is between {LOW} and {HIGH}", tooltip: "Whether a number is not below the first and not above the second one.", search: "range within" },
    de: { message: "{VALUE} liegt zwischen {LOW} und {HIGH}", tooltip: "Ob eine Zahl nicht unter der ersten und nicht über der zweiten liegt.", search: "Bereich innerhalb" },
  }),
  parts: { VALUE: numberSocket(distanceAhead), LOW: numberSocket(length(20)), HIGH: numberSocket(length(50)) },
  python(block, py) {
    const [low, middle, high] = ["LOW", "VALUE", "HIGH"].map((input) => py.value(block, input, ORDER.sum));
    return operation(`${low ?? ""} <= ${middle ?? ""} <= ${high ?? ""}`, ORDER.comparison);
  },
});

export const andOr = value({
  type: "and_or",
  output: "Boolean",
  words: texts({
    en: { message: "{A} {OPERATOR} {B}", tooltip: "and: both conditions are met. or: at least one is.", menus: { OPERATOR: { and: "and", or: "or" } }, search: "both either logic" },
    de: { message: "{A} {OPERATOR} {B}", tooltip: "und: beide Bedingungen sind erfüllt. oder: mindestens eine ist es.", menus: { OPERATOR: { and: "und", or: "oder" } }, search: "beide Logik" },
  }),
  parts: { A: conditionSocket(closerThan(50)), OPERATOR: menu("and", "or"), B: conditionSocket(closerThan(50)) },
  python(block, py) {
    const and = block.getFieldValue("OPERATOR") === "and";
    const order = and ? ORDER.and : ORDER.or;
    // On the left the same operator may stand bare: a and b and c is (a and b) and c.
    return operation(`${py.value(block, "A", order)} ${and ? "and" : "or"} ${py.value(block, "B", and ? ORDER.not : ORDER.and)}`, order);
  },
});

export const not = value({
  type: "not",
  output: "Boolean",
  words: texts({
    en: { message: "not {A}", tooltip: "Whether a condition is not met.", search: "opposite" },
    de: { message: "nicht {A}", tooltip: "Ob eine Bedingung nicht erfüllt ist.", search: "Gegenteil" },
  }),
  parts: { A: conditionSocket(closerThan(50)) },
  python: (block, py) => operation(`not ${py.value(block, "A", ORDER.not)}`, ORDER.not),
});

export const boolean = value({
  type: "boolean",
  output: "Boolean",
  words: texts({
    en: { message: "{VALUE}", tooltip: "Always true, or always false.", menus: { VALUE: { True: "true", False: "false" } }, search: "yes no" },
    de: { message: "{VALUE}", tooltip: "Immer wahr, oder immer falsch.", menus: { VALUE: { True: "wahr", False: "falsch" } }, search: "ja nein" },
  }),
  parts: { VALUE: menu("True", "False") },
  python: (block) => atom(String(block.getFieldValue("VALUE"))),
});

export const choose = value({
  type: "choose",
  output: null,
  words: texts({
    en: { message: "{YES} if {CONDITION} else {NO}", tooltip: "The first value if the condition is met, or else the second one.", search: "ternary either" },
    de: { message: "{YES} wenn {CONDITION} sonst {NO}", tooltip: "Der erste Wert, wenn die Bedingung erfüllt ist, sonst der zweite.", search: "falls entweder" },
  }),
  parts: { YES: anySocket(number(1)), CONDITION: conditionSocket(closerThan(50)), NO: anySocket(number(0)) },
  python: (block, py) =>
    operation(
      `${py.value(block, "YES", ORDER.or)} if ${py.value(block, "CONDITION", ORDER.or)} else ${py.value(block, "NO", ORDER.choice)}`,
      ORDER.choice,
    ),
});
