// SPDX-License-Identifier: Apache-2.0
/** The toolbox's categories: a picture and a name each; and one that searches. */
import * as Blockly from "blockly/core";
import { spokenLanguage } from "@/blocks/definition/language";
import { searchBlocks } from "@/blocks/search";
import { CATEGORY_ICONS } from "@/blocks/icons/category_icons";
import { blocks as words } from "@/i18n/catalogue/blocks";

const SVG = "http://www.w3.org/2000/svg";

function icon(path: string): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "blocksCategoryIcon");
  svg.setAttribute("aria-hidden", "true");
  const stroke = document.createElementNS(SVG, "path");
  stroke.setAttribute("d", path);
  svg.append(stroke);
  return svg;
}

class PictureCategory extends Blockly.ToolboxCategory {
  protected override createIconDom_(): Element {
    return icon(CATEGORY_ICONS[(this.toolboxItemDef_ as unknown as { icon: keyof typeof CATEGORY_ICONS }).icon]);
  }

  protected override addColourBorder_(colour: string): void {
    this.rowDiv_?.style.setProperty("--category-colour", colour);
  }
}

const SHORTCUT = "searchBlocks";

class SearchCategory extends Blockly.ToolboxCategory {
  private readonly field = document.createElement("input");

  constructor(definition: Blockly.utils.toolbox.CategoryInfo, toolbox: Blockly.IToolbox, parent?: Blockly.ICollapsibleToolboxItem) {
    super(definition, toolbox, parent);
    const { registry } = Blockly.ShortcutRegistry;
    if (SHORTCUT in registry.getRegistry()) registry.unregister(SHORTCUT);
    registry.register({
      name: SHORTCUT,
      keyCodes: [registry.createSerializedKey(Blockly.utils.KeyCodes.F, [Blockly.utils.KeyCodes.CTRL_CMD])],
      callback: () => {
        this.field.focus();
        return true;
      },
    });
  }

  protected override createDom_(): HTMLDivElement {
    const dom = super.createDom_();
    const { searchBlocks: label, search } = words[spokenLanguage()];
    this.field.type = "search";
    this.field.id = this.getId();
    this.field.className = "blocksSearch";
    this.field.placeholder = search;
    this.field.setAttribute("aria-label", label);
    this.field.autocomplete = "off";
    this.field.spellcheck = false;
    this.field.addEventListener("input", () => this.look());
    this.field.addEventListener("keydown", (event) => this.leaveByKey(event));
    dom.removeAttribute("id");
    dom.setAttribute("aria-label", label);
    dom.removeAttribute("aria-labelledby");
    this.rowContents_?.replaceChildren(icon(CATEGORY_ICONS.search), this.field);
    if (this.rowContents_ !== null) this.rowContents_.style.pointerEvents = "auto";
    return dom;
  }

  protected override addColourBorder_(): void {
    // It has no colour.
  }

  override getFocusableElement(): HTMLElement | SVGElement {
    return this.field;
  }

  override onNodeFocus(): void {
    super.onNodeFocus();
    this.look();
  }

  /** Shows what is found for what is written there. */
  private look(): void {
    const asked = this.field.value.trim();
    const { searchHint, searchNone, searchFound } = words[spokenLanguage()];
    const found = asked === "" ? [] : searchBlocks(asked, spokenLanguage());
    if (asked !== "") Blockly.utils.aria.announceDynamicAriaState(searchFound.replace("{{count}}", String(found.length)));
    this.flyoutItems_ = found.length > 0 ? [...found] : [{ kind: "label", text: asked === "" ? searchHint : searchNone }];
    this.parentToolbox_.refreshSelection();
  }

  private leaveByKey(event: KeyboardEvent): void {
    const navigator = this.parentToolbox_.getNavigator();
    const atEnd = this.field.selectionStart === this.field.value.length;
    const next =
      event.key === "ArrowDown" ? navigator.getNextNode() : event.key === "ArrowUp" ? navigator.getPreviousNode() : event.key === "ArrowRight" && atEnd ? navigator.getInNode() : null;
    if (event.key === "Escape" && this.field.value !== "") {
      this.field.value = "";
      this.look();
    } else if (next !== null) {
      event.preventDefault();
      Blockly.getFocusManager().focusNode(next);
    } else if (event.key === "Escape" || event.key === "Tab") {
      return;
    }
    // Letters are letters here, and no shortcuts.
    event.stopPropagation();
  }
}

/** Makes the categories known to Blockly. */
export function registerCategories(): void {
  const { registry } = Blockly;
  registry.register(registry.Type.TOOLBOX_ITEM, Blockly.ToolboxCategory.registrationName, PictureCategory, true);
  registry.register(registry.Type.TOOLBOX_ITEM, "search", SearchCategory, true);
}
