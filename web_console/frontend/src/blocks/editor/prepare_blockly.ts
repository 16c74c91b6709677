// SPDX-License-Identifier: Apache-2.0
/** What Blockly is told once for the whole page: categories, menus, keys. */
import * as Blockly from "blockly/core";
import { keepFocusOnDrop, nameFields } from "@/blocks/editor/accessible_parts";
import { registerCategories } from "@/blocks/editor/toolbox_categories";

// Choices that only Blockly's own developers need.
const UNWANTED_ITEMS = ["blockInline", "blockHelp", "blockCollapseExpand", "collapseWorkspace", "expandWorkspace"];

let prepared = false;
let help: () => void = () => undefined;

/** Says what shows the help with the keyboard. */
export function onHelpKey(show: () => void): void {
  help = show;
}

export function prepareBlockly(): void {
  if (prepared) return;
  prepared = true;
  registerCategories();
  nameFields();
  keepFocusOnDrop();
  const menu = Blockly.ContextMenuRegistry.registry;
  for (const id of UNWANTED_ITEMS) if (menu.getItem(id) !== null) menu.unregister(id);
  const shortcuts = Blockly.ShortcutRegistry.registry;
  shortcuts.register({
    // The name under which Blockly itself looks for it in its hints.
    name: "list_shortcuts",
    keyCodes: [Blockly.utils.KeyCodes.SLASH],
    callback: () => {
      help();
      return true;
    },
  });
}
