// SPDX-License-Identifier: Apache-2.0
/** Turning on the spot. */
import type { Block } from "blockly/core";
import { statement } from "@/blocks/definition/block_definition";
import { angle, menu, numberSocket, turnSpeed } from "@/blocks/definition/parts";
import { negated, type Expression } from "@/blocks/python/expression";
import type { PythonWriter } from "@/blocks/python/python_writer";
import { texts } from "@/i18n/texts";

function wanted(block: Block, py: PythonWriter): Expression {
  const given = py.expression(block, "ANGLE");
  return block.getFieldValue("DIRECTION") === "right" ? negated(given) : given;
}

const en = { DIRECTION: { left: "left ↺", right: "right ↻" } };
const de = { DIRECTION: { left: "links ↺", right: "rechts ↻" } };

export const turn = statement({
  type: "turn",
  words: texts({
    en: { message: "turn {DIRECTION} by {ANGLE}", tooltip: "Turns on the spot, then stops.", menus: en, search: "rotate degrees" },
    de: { message: "drehe dich nach {DIRECTION} um {ANGLE}", tooltip: "Dreht auf der Stelle und hält dann an.", menus: de, search: "drehen Grad" },
  }),
  parts: { DIRECTION: menu("left", "right"), ANGLE: numberSocket(angle(90)) },
  python(block, py) {
    py.line(`${py.robot}.turn(${wanted(block, py).text})`);
  },
});

export const turnAtSpeed = statement({
  type: "turn_at_speed",
  words: texts({
    en: { message: "turn {DIRECTION} by {ANGLE} at {SPEED}", tooltip: "Turns on the spot at a speed of your choice, then stops.", menus: en, search: "rotate degrees" },
    de: { message: "drehe dich nach {DIRECTION} um {ANGLE} mit {SPEED}", tooltip: "Dreht auf der Stelle, so schnell wie angegeben, und hält dann an.", menus: de, search: "drehen Grad Tempo Geschwindigkeit" },
  }),
  parts: { DIRECTION: menu("left", "right"), ANGLE: numberSocket(angle(90)), SPEED: numberSocket(turnSpeed(30)) },
  python(block, py) {
    py.line(`${py.robot}.turn(${wanted(block, py).text}, ${py.value(block, "SPEED")})`);
  },
});
