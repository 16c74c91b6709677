// SPDX-License-Identifier: Apache-2.0
/** Doing something again and again. */
import type { Block } from "blockly/core";
import { statement } from "@/blocks/definition/block_definition";
import { body, closerThan, conditionSocket, listSocket, menu, numberSocket, variable } from "@/blocks/definition/parts";
import { held } from "@/blocks/definition/sockets";
import { ORDER, within, type Expression } from "@/blocks/python/expression";
import { texts } from "@/i18n/texts";

const TIME_PASSES_IN = new Set(
  "forward forward_at_speed turn turn_at_speed move stop wait wait_until function_call function_call_value leave_loop give_back end_function".split(" "),
);
const CHANGES = new Set(["set_variable", "change_variable", "set_thing", "list_add", "list_set"]);

/** Whether time passes in a loop, or it may be left: a loop without either hangs. */
function mayPassTime(loop: Block): boolean {
  return loop.getDescendants(false).some((block) => TIME_PASSES_IN.has(block.type) && inside(block, loop));
}

function changesSomething(loop: Block): boolean {
  return loop.getDescendants(false).some((block) => CHANGES.has(block.type) && inside(block, loop));
}

/** Whether a block is in a loop and not below it. */
function inside(block: Block, loop: Block): boolean {
  for (let one: Block | null = block; one !== null; one = one.getParent()) {
    if (one === loop) return true;
    if (loop.getNextBlock() === one) return false;
  }
  return false;
}

export const forever = statement({
  type: "forever",
  words: texts({
    en: { message: "repeat while the mission runs\n{DO}", tooltip: "Does this again and again until the mission is over. In it the robot must move or wait.", search: "forever loop always while running" },
    de: { message: "wiederhole, solange die Mission läuft\n{DO}", tooltip: "Macht das immer wieder, bis die Mission vorbei ist. Darin muss der Roboter sich bewegen oder warten.", search: "endlos Schleife immer" },
  }),
  parts: { DO: body },
  python(block, py) {
    py.line(`while ${py.robot}.running:`);
    py.body(block, "DO", { loop: true });
    if (!mayPassTime(block)) py.trouble(block, "no_time");
  },
});

export const repeat = statement({
  type: "repeat",
  words: texts({
    en: { message: "repeat {TIMES} times\n{DO}", tooltip: "Does this so many times.", search: "loop count for" },
    de: { message: "wiederhole {TIMES} mal\n{DO}", tooltip: "Macht das so viele Male.", search: "Schleife Anzahl" },
  }),
  parts: { TIMES: numberSocket(4), DO: body },
  python(block, py) {
    py.line(`for _ in range(${py.whole(block, "TIMES")}):`);
    py.body(block, "DO", { loop: true });
  },
});

export const repeatWhile = statement({
  type: "repeat_while",
  words: texts({
    en: { message: "repeat {MODE} {CONDITION}\n{DO}", tooltip: "while: as long as the condition is met. until: as long as it is not.", menus: { MODE: { while: "while", until: "until" } }, search: "loop" },
    de: { message: "wiederhole {MODE} {CONDITION}\n{DO}", tooltip: "solange: solange die Bedingung erfüllt ist. bis: solange sie es nicht ist.", menus: { MODE: { while: "solange", until: "bis" } }, search: "Schleife" },
  }),
  parts: { MODE: menu("while", "until"), CONDITION: conditionSocket(closerThan(50)), DO: body },
  presets: [() => ({ type: "repeat_while", fields: { MODE: "until" }, inputs: { CONDITION: held(closerThan(50), ["Boolean"]) } })],
  python(block, py) {
    const until = block.getFieldValue("MODE") === "until";
    const condition = py.expression(block, "CONDITION");
    py.line(`while ${until ? `not ${within(condition, ORDER.not)}` : condition.text}:`);
    py.body(block, "DO", { loop: true });
    if (condition.text.includes("robot.") && !mayPassTime(block) && !changesSomething(block)) py.trouble(block, "no_time");
  },
});

/** What `range` ends before. */
function after(last: Expression, by: 1 | -1): string {
  if (last.literal !== undefined && last.whole === true) return String(last.literal + by);
  return `${last.whole === true ? within(last, ORDER.sum) : `int(${last.text})`} + 1`;
}

export const count = statement({
  type: "count",
  words: texts({
    en: { message: "count {VARIABLE} from {FROM} to {TO}\n{DO}", tooltip: "Does this for each whole number from the first to the last. If both are written out and the last is the smaller one, it counts down.", defaults: { VARIABLE: "i" }, search: "loop for range" },
    de: { message: "zähle {VARIABLE} von {FROM} bis {TO}\n{DO}", tooltip: "Macht das für jede ganze Zahl von der ersten bis zur letzten. Sind beide hingeschrieben und ist die letzte kleiner, zählt es rückwärts.", defaults: { VARIABLE: "i" }, search: "Schleife für" },
  }),
  parts: { VARIABLE: variable, FROM: numberSocket(1), TO: numberSocket(10), DO: body },
  python(block, py) {
    const from = py.expression(block, "FROM");
    const to = py.expression(block, "TO");
    const down = from.literal !== undefined && to.literal !== undefined && from.literal > to.literal;
    const first = from.whole === true ? from.text : `int(${from.text})`;
    const last = after(to.literal !== undefined && to.whole !== true ? { ...to, literal: Math.trunc(to.literal), whole: true } : to, down ? -1 : 1);
    const before = py.assigned();
    py.line(`for ${py.assign(block, "VARIABLE", { whole: true })} in range(${first}, ${last}${down ? ", -1" : ""}):`);
    py.body(block, "DO", { loop: true });
    py.forget(before);
  },
});

export const forEach = statement({
  type: "for_each",
  words: texts({
    en: { message: "for each {VARIABLE} in {LIST}\n{DO}", tooltip: "Does this once for each item of a list.", defaults: { VARIABLE: "item" }, search: "loop list" },
    de: { message: "für jedes {VARIABLE} in {LIST}\n{DO}", tooltip: "Macht das einmal für jedes Element einer Liste.", defaults: { VARIABLE: "Element" }, search: "Schleife Liste" },
  }),
  parts: { VARIABLE: variable, LIST: listSocket({ type: "scan" }), DO: body },
  python(block, py) {
    const list = py.value(block, "LIST");
    const before = py.assigned();
    py.line(`for ${py.assign(block, "VARIABLE")} in ${list}:`);
    py.body(block, "DO", { loop: true });
    // The list may be empty.
    py.forget(before);
  },
});

export const leave = statement({
  type: "leave_loop",
  shape: { kind: "last" },
  words: texts({
    en: { message: "{WHAT}", tooltip: "Leaves the loop around it at once, or goes on with its next round.", menus: { WHAT: { break: "leave the loop", continue: "go on with the next round" } }, search: "break continue end" },
    de: { message: "{WHAT}", tooltip: "Verlässt sofort die Schleife darum, oder macht mit ihrer nächsten Runde weiter.", menus: { WHAT: { break: "verlasse die Schleife", continue: "weiter mit der nächsten Runde" } }, search: "abbrechen Ende" },
  }),
  parts: { WHAT: menu("break", "continue") },
  python(block, py) {
    if (py.inLoop) py.line(String(block.getFieldValue("WHAT")));
    else py.trouble(block, "outside_loop");
  },
});
