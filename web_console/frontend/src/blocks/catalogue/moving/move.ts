// SPDX-License-Identifier: Apache-2.0
/** Driving and turning at once, step by step, and stopping. */
import { statement } from "@/blocks/definition/block_definition";
import { numberSocket, speed, turnSpeed } from "@/blocks/definition/parts";
import { texts } from "@/i18n/texts";

export const move = statement({
  type: "move",
  words: texts({
    en: {
      message: "move at {SPEED} and turn left at {TURN}",
      tooltip: "Drives on for one step (1/20 s) and goes on so while you wait. Use it in a loop. Less than 0 is backwards, or to the right.",
      search: "speed steer drive",
    },
    de: {
      message: "bewege dich mit {SPEED} und drehe links mit {TURN}",
      tooltip: "Fährt einen Schritt (1/20 s) und weiter so, während du wartest. Für Schleifen. Unter 0 heißt rückwärts, oder nach rechts.",
      search: "Geschwindigkeit lenken fahren",
    },
  }),
  parts: { SPEED: numberSocket(speed(15)), TURN: numberSocket(turnSpeed(0)) },
  python(block, py) {
    const turn = py.expression(block, "TURN");
    const more = turn.literal === 0 ? "" : `, ${turn.text}`;
    py.line(`${py.robot}.move(${py.value(block, "SPEED")}${more})`);
  },
});

export const stop = statement({
  type: "stop",
  words: texts({
    en: { message: "stop", tooltip: "Stops, and waits until the robot stands still.", search: "halt brake" },
    de: { message: "halte an", tooltip: "Hält an und wartet, bis der Roboter steht.", search: "Stopp anhalten bremsen" },
  }),
  parts: {},
  python(_block, py) {
    py.line(`${py.robot}.stop()`);
  },
});
