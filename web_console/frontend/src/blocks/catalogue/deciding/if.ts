// SPDX-License-Identifier: Apache-2.0
/** Doing something only if. */
import { statement, type Growth } from "@/blocks/definition/block_definition";
import { body, closerThan, conditionSocket, yes } from "@/blocks/definition/parts";
import { hasEnding, removeButton, removeEndingButton, rowsOf } from "@/blocks/definition/growing";
import { held, hold } from "@/blocks/definition/sockets";
import { texts } from "@/i18n/texts";

const growth: Growth = {
  initial: 0,
  least: 0,
  most: 12,
  inputs: (row) => [`IF${row}`, `THEN${row}`, `DO${row}`],
  fresh: (row) => ({ [`IF${row}`]: closerThan(30) }),
  append(block, row, _index, words) {
    hold(block.appendValueInput(`IF${row}`).setCheck("Boolean").appendField(words.defaults?.["elseIf"] ?? ""), yes);
    const then = block.appendDummyInput(`THEN${row}`).appendField(words.defaults?.["then"] ?? "");
    then.appendField(removeButton(block, growth, row), `MINUS${row}`);
    block.appendStatementInput(`DO${row}`);
  },
  ending: {
    input: "ELSE",
    append(block, words) {
      block.appendDummyInput("ELSE_LABEL").appendField(words.defaults?.["else"] ?? "").appendField(removeEndingButton(block, growth), "MINUS");
      block.appendStatementInput("ELSE");
    },
  },
  labels: texts({
    en: { add: "Add “else” or “else if”", remove: "Remove this part" },
    de: { add: "„sonst“ oder „sonst wenn“ hinzufügen", remove: "Diesen Teil entfernen" },
  }),
};

export const ifBlock = statement({
  type: "if",
  words: texts({
    en: { message: "if {IF0} then\n{DO0}", tooltip: "Does something only if a condition is met. + adds “else” and “else if”.", defaults: { elseIf: "else if", then: "then", else: "else" }, search: "when condition else" },
    de: { message: "wenn {IF0} dann\n{DO0}", tooltip: "Macht etwas nur, wenn eine Bedingung erfüllt ist. + fügt „sonst“ und „sonst wenn“ hinzu.", defaults: { elseIf: "sonst wenn", then: "dann", else: "sonst" }, search: "falls Bedingung" },
  }),
  parts: { IF0: conditionSocket(closerThan(50)), DO0: body },
  growth,
  presets: [() => ({ type: "if", extraState: { rows: [], ending: true }, inputs: { IF0: held(closerThan(50), ["Boolean"]) } })],
  python(block, py) {
    const rows = [0, ...rowsOf(block)];
    const branches = rows.map((row, index) => () => {
      const condition = py.value(block, `IF${row}`);
      py.line(`${index === 0 ? "if" : "elif"} ${condition}:`);
      return py.branch(block, `DO${row}`);
    });
    if (hasEnding(block)) {
      branches.push(() => {
        py.line("else:");
        return py.branch(block, "ELSE");
      });
      py.alternatives(branches);
    } else {
      for (const write of branches) write();
    }
  },
});
