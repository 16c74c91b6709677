// SPDX-License-Identifier: Apache-2.0
/** Where Blockly draws what it opens over the blocks (menus, inputs, the dial): in front of the page, not cut off at the editor's edge. */
import * as Blockly from "blockly/core";

let overlays: HTMLElement | null = null;

/** Makes the place, or brings it back when the page that held it has gone. To be called before each workspace is made. */
export function placeOverlays(): void {
  if (overlays === null) {
    overlays = document.createElement("div");
    overlays.className = "blocksOverlays";
    Blockly.setParentContainer(overlays);
  }
  if (!overlays.isConnected) (document.getElementById("overlays") ?? document.body).append(overlays);
}
