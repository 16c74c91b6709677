// SPDX-License-Identifier: Apache-2.0
/** Blocks that call a function: they show its name and have a socket for each value that it is given. */
import type { CallBlock, CallState } from "@/blocks/definition/function_blocks";
import { readCallState } from "@/blocks/definition/function_blocks";
import { number } from "@/blocks/definition/parts";
import { hold } from "@/blocks/definition/sockets";

/** What Blockly needs of such a block. */
export const callMixin = {
  call: { function: "", name: "?", parameters: [] } as CallState,

  saveExtraState(this: CallBlock): CallState {
    return this.call;
  },

  loadExtraState(this: CallBlock, state: unknown): void {
    this.show(readCallState(state));
  },

  show(this: CallBlock, state: CallState): void {
    this.call = state;
    this.setFieldValue(state.name, "NAME");
    for (const input of [...this.inputList]) {
      const row = /^ARGUMENT(\d+)$/.exec(input.name)?.[1];
      if (row !== undefined && !state.parameters.some((one) => String(one.row) === row)) {
        const inside = this.getInputTargetBlock(input.name);
        if (inside !== null && !inside.isShadow()) inside.unplug(false);
        this.removeInput(input.name, true);
      }
    }
    for (const { row, name } of state.parameters) {
      const wanted = `ARGUMENT${row}`;
      const input = this.getInput(wanted);
      if (input === null) hold(this.appendValueInput(wanted).appendField(name, `LABEL${row}`), number(0));
      else this.setFieldValue(name, `LABEL${row}`);
      this.moveInputBefore(wanted, null);
    }
  },
};
