// SPDX-License-Identifier: Apache-2.0
/** Mends what Blockly 13 leaves to wish for with screen readers and keyboard: names, roles in the toolbox's list of blocks, the focus. */
import * as Blockly from "blockly/core";
import type { WorkspaceSvg } from "blockly/core";

/** What a field is called while it is edited: what kind it is, and what is written beside it. */
function nameOf(field: Pick<Blockly.Field, "computeAriaLabel">): string {
  return field.computeAriaLabel(true);
}

let named = false;

/** Gives the menus and inputs that fields open a name. */
export function nameFields(): void {
  if (named) return;
  named = true;
  const menus = Blockly.FieldDropdown.prototype as unknown as { showEditor_: (this: Blockly.FieldDropdown, event?: MouseEvent) => void };
  const openMenu = menus.showEditor_;
  menus.showEditor_ = function (event) {
    openMenu.call(this, event);
    Blockly.DropDownDiv.getContentDiv().querySelector('[role="listbox"]')?.setAttribute("aria-label", nameOf(this));
  };
  // The class that texts and numbers have in common; Blockly does not export it.
  const inputs = Object.getPrototypeOf(Blockly.FieldTextInput.prototype) as { widgetCreate_: (this: Blockly.Field) => HTMLElement };
  const openInput = inputs.widgetCreate_;
  inputs.widgetCreate_ = function () {
    const input = openInput.call(this);
    input.setAttribute("aria-label", nameOf(this));
    return input;
  };
}

/**
 * Keeps the toolbox's list of blocks valid: options that own only what is there, and nothing in the list besides options.
 *
 * @returns stops it.
 */
export function keepFlyoutValid(workspace: WorkspaceSvg): () => void {
  const canvas = workspace.getFlyout()?.getWorkspace().getCanvas();
  if (canvas === undefined) return () => undefined;
  const mend = (): void => {
    for (const part of canvas.querySelectorAll('[role="figure"], [role="none"][aria-roledescription]')) {
      part.setAttribute("role", "none");
      part.removeAttribute("aria-roledescription");
      part.removeAttribute("aria-label");
    }
    for (const owner of canvas.querySelectorAll("[aria-owns]")) {
      const there = (owner.getAttribute("aria-owns") ?? "").split(/\s+/).filter((id) => id !== "" && document.getElementById(id) !== null && !canvas.querySelector(`[role="none"][id="${CSS.escape(id)}"]`));
      if (there.length === 0) owner.removeAttribute("aria-owns");
      else owner.setAttribute("aria-owns", there.join(" "));
    }
  };
  // Blocks come a little after the category was chosen.
  const observer = new MutationObserver(mend);
  observer.observe(canvas, { childList: true, subtree: true });
  return () => observer.disconnect();
}

/** Blockly measures texts on a canvas that nobody sees; screen readers need not either. */
export function hideMeasuringCanvas(): void {
  for (const canvas of document.querySelectorAll("canvas.blocklyComputeCanvas")) canvas.setAttribute("aria-hidden", "true");
}

/**
 * Keeps the focus on a block that is dropped at once: Blockly moves what lies beside a marked connection a frame after it
 * was marked, and by then the dropped block may be part of that; an element that is moved loses the focus.
 */
export function keepFocusOnDrop(): void {
  const connections = Blockly.RenderedConnection.prototype as { highlight: (this: Blockly.RenderedConnection) => void };
  const { highlight } = connections;
  connections.highlight = function () {
    let before: Element | null = null;
    requestAnimationFrame(() => (before = document.activeElement));
    highlight.call(this);
    requestAnimationFrame(() => {
      if (document.activeElement !== document.body || !(before instanceof SVGElement) || !before.isConnected) return;
      before.focus();
    });
  };
}
