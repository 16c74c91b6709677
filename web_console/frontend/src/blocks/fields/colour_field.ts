// SPDX-License-Identifier: Apache-2.0
/** A colour that the robot's camera knows: a patch of it, and its name. */
import * as Blockly from "blockly/core";
import { spokenLanguage } from "@/blocks/definition/language";
import type { Language } from "@/i18n/texts";

interface KnownColour {
  readonly shown: string;
  readonly names: Record<Language, string>;
}

/** The labels of `valence_nodes.perception.colour_blobs.COLOURS`; a test holds both together. */
export const COLOURS: Readonly<Record<string, KnownColour>> = {
  red: { shown: "#d6242b", names: { en: "red", de: "Rot" } },
  orange: { shown: "#f08a1d", names: { en: "orange", de: "Orange" } },
  yellow: { shown: "#f4cf1c", names: { en: "yellow", de: "Gelb" } },
  green: { shown: "#2f9e44", names: { en: "green", de: "Grün" } },
  blue: { shown: "#1f5fd0", names: { en: "blue", de: "Blau" } },
  purple: { shown: "#8e36c9", names: { en: "purple", de: "Lila" } },
};

const RADIUS = 7;
// Room for the patch before the name.
const ROOM = "\u2003\u2004";

function nameOf(colour: string): string {
  return COLOURS[colour]?.names[spokenLanguage()] ?? colour;
}

function option(colour: string): Blockly.MenuOption {
  const row = document.createElement("span");
  row.className = "blocksColourOption";
  row.setAttribute("aria-label", nameOf(colour));
  row.title = nameOf(colour);
  const patch = document.createElement("span");
  patch.className = "blocksColourPatch";
  patch.style.backgroundColor = COLOURS[colour]?.shown ?? "transparent";
  row.append(patch, nameOf(colour));
  return [row, colour];
}

export class ColourField extends Blockly.FieldDropdown {
  private patch: SVGElement | null = null;

  constructor(colour = "red") {
    super(() => Object.keys(COLOURS).map(option));
    this.setValue(colour);
  }

  override initView(): void {
    super.initView();
    this.patch = Blockly.utils.dom.createSvgElement(Blockly.utils.Svg.CIRCLE, { class: "blocksColourDot", r: RADIUS }, this.fieldGroup_);
  }

  protected override getText_(): string | null {
    return nameOf(String(this.getValue()));
  }

  protected override getDisplayText_(): string {
    return ROOM + nameOf(String(this.getValue()));
  }

  protected override render_(): void {
    super.render_();
    this.patch?.setAttribute("fill", COLOURS[String(this.getValue())]?.shown ?? "none");
    const left = (this.borderRect_ === null ? 0 : (this.getConstants()?.FIELD_BORDER_RECT_X_PADDING ?? 0)) + RADIUS;
    this.patch?.setAttribute("cx", String(left));
    this.patch?.setAttribute("cy", String(this.size_.height / 2));
  }
}
