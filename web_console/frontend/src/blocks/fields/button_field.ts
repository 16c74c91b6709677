// SPDX-License-Identifier: Apache-2.0
/** A small picture on a block that does something when it is clicked, or when Enter is pressed on it. */
import * as Blockly from "blockly/core";

const SIZE_PX = 20;

export class ButtonField extends Blockly.FieldImage {
  /**
   * @param picture address of the picture.
   * @param label what it does, for those who can't see it.
   * @param click does it.
   */
  constructor(
    picture: string,
    private readonly label: string,
    click: () => void,
  ) {
    super(picture, SIZE_PX, SIZE_PX, label, click);
  }

  /** Nothing: it is no part of what the block says. */
  protected override getText_(): string {
    return "";
  }

  override getAriaValue(): string {
    return this.label;
  }

  override initView(): void {
    super.initView();
    this.setTooltip(this.label);
  }
}
