// SPDX-License-Identifier: Apache-2.0
/** A number on a block. Where people write 0,5 they mean a half: Blockly itself would make 5 of it. */
import * as Blockly from "blockly/core";

/** The number that somebody typed, or null if it is none. */
export function typedNumber(typed: string): number | null {
  const plain = typed.trim().replace(/\u2212/g, "-").replace(/\s/g, "");
  // One comma and no point is a decimal comma; in 1,000.5 commas part thousands.
  const pointed = /^[^.,]*,[^.,]*$/.test(plain) ? plain.replace(",", ".") : plain.replace(/,/g, "");
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(pointed)) return null;
  const value = Number(pointed);
  return Number.isFinite(value) ? value : null;
}

export class NumberField extends Blockly.FieldNumber {
  constructor(value: number, min?: number, precision = 0) {
    super(value, min, undefined, precision);
  }

  protected override doClassValidation_(newValue?: unknown): number | null {
    if (typeof newValue !== "number" && typeof newValue !== "string") return null;
    const value = typedNumber(String(newValue));
    return value === null ? null : super.doClassValidation_(value);
  }
}
