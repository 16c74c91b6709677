// SPDX-License-Identifier: Apache-2.0
/** Letting time pass. */
import { statement } from "@/blocks/definition/block_definition";
import { closerThan, conditionSocket, numberSocket } from "@/blocks/definition/parts";
import { ORDER } from "@/blocks/python/expression";
import { texts } from "@/i18n/texts";

export const wait = statement({
  type: "wait",
  words: texts({
    en: { message: "wait {SECONDS} seconds", tooltip: "Lets time pass. The robot goes on as it was told last.", search: "pause sleep time" },
    de: { message: "warte {SECONDS} Sekunden", tooltip: "Lässt Zeit vergehen. Der Roboter macht weiter, wie es ihm zuletzt gesagt wurde.", search: "Pause Zeit" },
  }),
  parts: { SECONDS: numberSocket(1) },
  python(block, py) {
    py.line(`${py.robot}.wait(${py.value(block, "SECONDS")})`);
  },
});

export const waitUntil = statement({
  type: "wait_until",
  words: texts({
    en: { message: "wait until {CONDITION}", tooltip: "Waits as long as this is not so. The robot goes on as it was told last." },
    de: { message: "warte, bis {CONDITION}", tooltip: "Wartet, solange das nicht so ist. Der Roboter macht weiter, wie es ihm zuletzt gesagt wurde." },
  }),
  parts: { CONDITION: conditionSocket(closerThan(50)) },
  python(block, py) {
    py.line(`while not ${py.value(block, "CONDITION", ORDER.not)}:`);
    py.deeper(() => py.line(`${py.robot}.wait(0.05)`));
  },
});
