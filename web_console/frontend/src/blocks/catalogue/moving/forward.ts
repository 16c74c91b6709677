// SPDX-License-Identifier: Apache-2.0
/** Driving straight for a distance. */
import type { Block } from "blockly/core";
import { statement } from "@/blocks/definition/block_definition";
import { length, menu, numberSocket, speed } from "@/blocks/definition/parts";
import { negated, type Expression } from "@/blocks/python/expression";
import type { PythonWriter } from "@/blocks/python/python_writer";
import { texts } from "@/i18n/texts";

function distance(block: Block, py: PythonWriter): Expression {
  const given = py.expression(block, "DISTANCE");
  return block.getFieldValue("DIRECTION") === "back" ? negated(given) : given;
}

const en = { DIRECTION: { forward: "forward", back: "back" } };
const de = { DIRECTION: { forward: "vorwärts", back: "rückwärts" } };

export const forward = statement({
  type: "forward",
  words: texts({
    en: { message: "drive {DIRECTION} {DISTANCE}", tooltip: "Drives straight for a distance, then stops.", menus: en, search: "move go straight backwards" },
    de: { message: "fahre {DISTANCE} {DIRECTION}", tooltip: "Fährt eine Strecke geradeaus und hält dann an.", menus: de, search: "bewegen geradeaus zurück" },
  }),
  parts: { DIRECTION: menu("forward", "back"), DISTANCE: numberSocket(length(50)) },
  python(block, py) {
    py.line(`${py.robot}.forward(${distance(block, py).text})`);
  },
});

export const forwardAtSpeed = statement({
  type: "forward_at_speed",
  words: texts({
    en: { message: "drive {DIRECTION} {DISTANCE} at {SPEED}", tooltip: "Drives straight for a distance at a speed of your choice, then stops.", menus: en, search: "move go straight backwards" },
    de: { message: "fahre {DISTANCE} {DIRECTION} mit {SPEED}", tooltip: "Fährt eine Strecke geradeaus, so schnell wie angegeben, und hält dann an.", menus: de, search: "bewegen geradeaus zurück Tempo Geschwindigkeit" },
  }),
  parts: { DIRECTION: menu("forward", "back"), DISTANCE: numberSocket(length(50)), SPEED: numberSocket(speed(10)) },
  python(block, py) {
    py.line(`${py.robot}.forward(${distance(block, py).text}, ${py.value(block, "SPEED")})`);
  },
});
