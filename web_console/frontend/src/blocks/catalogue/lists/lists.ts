// SPDX-License-Identifier: Apache-2.0
/** Many values in a row. They count from 0, as in Python. */
import { statement, value, type Growth } from "@/blocks/definition/block_definition";
import { removeButton, rowsOf } from "@/blocks/definition/growing";
import { anySocket, listSocket, menu, number, numberSocket, variable } from "@/blocks/definition/parts";
import { hold } from "@/blocks/definition/sockets";
import { atom, operation, ORDER } from "@/blocks/python/expression";
import { texts } from "@/i18n/texts";

const growth: Growth = {
  initial: 3,
  least: 0,
  most: 40,
  inputs: (row) => [`ITEM${row}`, `END${row}`],
  append(block, row, index) {
    hold(block.appendValueInput(`ITEM${row}`), number(index + 1));
    block.appendDummyInput(`END${row}`).appendField(removeButton(block, growth, row), `MINUS${row}`);
  },
  labels: texts({
    en: { add: "Add an item", remove: "Remove this item" },
    de: { add: "Element hinzufügen", remove: "Dieses Element entfernen" },
  }),
};

const scan = { type: "scan" };

export const listOf = value({
  type: "list_of",
  output: "Array",
  words: texts({
    en: { message: "list of", tooltip: "A list of values. + adds one.", search: "create list empty" },
    de: { message: "Liste aus", tooltip: "Eine Liste von Werten. + fügt einen hinzu.", search: "erstelle leere Liste" },
  }),
  parts: {},
  growth,
  presets: [() => ({ type: "list_of", extraState: { rows: [] } })],
  python: (block, py) => atom(`[${rowsOf(block).map((row) => py.value(block, `ITEM${row}`)).join(", ")}]`),
});

export const listAdd = statement({
  type: "list_add",
  words: texts({
    en: { message: "add {ITEM} to the list {LIST}", tooltip: "Puts an item at the end of a list that is in a variable.", defaults: { LIST: "list" }, search: "append push" },
    de: { message: "füge {ITEM} zur Liste {LIST} hinzu", tooltip: "Hängt ein Element ans Ende einer Liste, die in einer Variable ist.", defaults: { LIST: "Liste" }, search: "anhängen" },
  }),
  parts: { ITEM: anySocket(number(1)), LIST: variable },
  python(block, py) {
    const item = py.value(block, "ITEM");
    py.expect(block, "LIST", "list");
    py.line(`${py.read(block, "LIST").text}.append(${item})`);
  },
});

export const listSet = statement({
  type: "list_set",
  words: texts({
    en: { message: "set item {INDEX} of the list {LIST} to {ITEM}", tooltip: "Replaces an item; the first has number 0.", defaults: { LIST: "list" }, search: "replace change index" },
    de: { message: "setze Element {INDEX} der Liste {LIST} auf {ITEM}", tooltip: "Ersetzt ein Element; das erste hat die Nummer 0.", defaults: { LIST: "Liste" }, search: "ersetzen ändern Index" },
  }),
  parts: { INDEX: numberSocket(0), LIST: variable, ITEM: anySocket(number(1)) },
  python(block, py) {
    const index = py.whole(block, "INDEX");
    const item = py.value(block, "ITEM");
    py.expect(block, "LIST", "list");
    py.line(`${py.read(block, "LIST").text}[${index}] = ${item}`);
  },
});

export const listItem = value({
  type: "list_item",
  output: null,
  words: texts({
    en: { message: "item {INDEX} of {LIST}", tooltip: "The first item has number 0, the last one -1.", search: "index get element" },
    de: { message: "Element {INDEX} von {LIST}", tooltip: "Das erste Element hat die Nummer 0, das letzte -1.", search: "Index" },
  }),
  parts: { INDEX: numberSocket(0), LIST: listSocket(scan) },
  python: (block, py) => atom(`${py.value(block, "LIST", ORDER.atom)}[${py.whole(block, "INDEX")}]`),
});

export const listSummary = value({
  type: "list_summary",
  output: "Number",
  words: texts({
    en: { message: "{WHAT} {LIST}", tooltip: "One number for a whole list.", menus: { WHAT: { len: "how many are in", min: "smallest of", max: "greatest of", sum: "sum of" } }, search: "length count minimum maximum total" },
    de: { message: "{WHAT} {LIST}", tooltip: "Eine Zahl für eine ganze Liste.", menus: { WHAT: { len: "wie viele sind in", min: "kleinstes von", max: "größtes von", sum: "Summe von" } }, search: "Länge Anzahl Minimum Maximum" },
  }),
  parts: { WHAT: menu("len", "min", "max", "sum"), LIST: listSocket(scan) },
  python(block, py) {
    const call = String(block.getFieldValue("WHAT"));
    return atom(`${call}(${py.value(block, "LIST")})`, call === "len" ? { whole: true } : {});
  },
});

export const listContains = value({
  type: "list_contains",
  output: "Boolean",
  words: texts({
    en: { message: "{ITEM} is in {LIST}", tooltip: "Whether a list has such an item.", search: "contains find" },
    de: { message: "{ITEM} ist in {LIST}", tooltip: "Ob eine Liste so ein Element hat.", search: "enthält finden" },
  }),
  parts: { ITEM: anySocket(number(1)), LIST: listSocket({ type: "list_of", inputs: { ITEM1: { shadow: number(1) }, ITEM2: { shadow: number(2) }, ITEM3: { shadow: number(3) } } }) },
  python: (block, py) => operation(`${py.value(block, "ITEM", ORDER.sum)} in ${py.value(block, "LIST", ORDER.sum)}`, ORDER.comparison),
});
