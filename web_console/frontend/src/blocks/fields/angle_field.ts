// SPDX-License-Identifier: Apache-2.0
/** An angle in degrees: typed, stepped with the arrow keys, or turned on a dial that opens below. */
import * as Blockly from "blockly/core";
import { NumberField } from "@/blocks/fields/number_field";
import { Dial } from "@/blocks/fields/dial";

const STEP_DEGREES = 15;

export class AngleField extends NumberField {
  private dial: Dial | null = null;

  protected override showEditor_(event?: Event, quietInput?: boolean): void {
    // On touch screens the dial alone: a keyboard would cover it.
    const touched = event instanceof PointerEvent && event.pointerType === "touch";
    super.showEditor_(event, quietInput ?? touched);
    const block = this.getSourceBlock();
    if (!(block instanceof Blockly.BlockSvg)) return;
    const clockwise = block.getParent()?.getFieldValue("DIRECTION") === "right";
    const dial = new Dial(Number(this.getValue()), (degrees) => this.setEditorValue_(degrees), clockwise);
    this.dial = dial;
    Blockly.DropDownDiv.clearContent();
    Blockly.DropDownDiv.getContentDiv().append(dial.element);
    Blockly.DropDownDiv.setColour("var(--blocks-surface)", "var(--blocks-line)");
    openBelow(this, () => (this.dial = null));
  }

  protected override doValueUpdate_(newValue: number): void {
    super.doValueUpdate_(newValue);
    this.dial?.show(newValue);
  }

  protected override onHtmlInputKeyDown_(event: KeyboardEvent): void {
    const step = event.key === "ArrowUp" ? STEP_DEGREES : event.key === "ArrowDown" ? -STEP_DEGREES : 0;
    if (step === 0) {
      super.onHtmlInputKeyDown_(event);
      return;
    }
    event.preventDefault();
    const now = Number(this.getValue());
    // To the next multiple first: 40 becomes 45, not 55.
    const next = step > 0 ? Math.floor(now / STEP_DEGREES) * STEP_DEGREES + STEP_DEGREES : Math.ceil(now / STEP_DEGREES) * STEP_DEGREES - STEP_DEGREES;
    this.setEditorValue_(next);
  }

  protected override getText_(): string | null {
    const text = super.getText_() ?? String(this.getValue());
    return this.isBeingEdited_ ? text : `${text}°`;
  }
}

/** Blockly's types want a field of anything, and that one of numbers is one is more than they can see. */
function openBelow(field: unknown, closed: () => void): void {
  Blockly.DropDownDiv.showPositionedByField(field as Blockly.Field, closed, undefined, false);
}
