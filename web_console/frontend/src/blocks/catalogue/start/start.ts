// SPDX-License-Identifier: Apache-2.0
/** Where the program begins: `def drive(robot):`. */
import { statement } from "@/blocks/definition/block_definition";
import { texts } from "@/i18n/texts";

export const start = statement({
  type: "start",
  shape: { kind: "top" },
  words: texts({
    en: { message: "when the mission starts", tooltip: "Here the program begins. What hangs below is done from top to bottom.", search: "start begin drive" },
    de: { message: "wenn die Mission beginnt", tooltip: "Hier beginnt das Programm. Was darunter hängt, geschieht von oben nach unten.", search: "Start Anfang beginnen" },
  }),
  parts: {},
  prepare(block) {
    block.setNextStatement(true);
  },
  python() {
    throw new Error("The start block is written as the function drive.");
  },
});
