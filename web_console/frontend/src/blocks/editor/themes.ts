// SPDX-License-Identifier: Apache-2.0
/** How blocks look: light, dark, and with high contrast. White writing on a category's colour has a contrast of 4.5 and more (WCAG AA), in the third 7. */
import * as Blockly from "blockly/core";
import type { CategoryName } from "@/blocks/registry";

export type Look = "light" | "dark" | "contrast-light" | "contrast-dark";

/** Colour of a category's blocks, and its deeper one for high contrast. */
export const COLOURS: Readonly<Record<CategoryName, readonly [string, string]>> = {
  start: ["#0b6577", "#064450"],
  moving: ["#2563c9", "#123b86"],
  sensing: ["#7a3fb0", "#4a1b78"],
  seeing: ["#a62f7f", "#6d1551"],
  learning: ["#8a3d63", "#5a1f3d"],
  deciding: ["#8f5a00", "#5c3900"],
  repeating: ["#2c7a3d", "#134c20"],
  maths: ["#4f5bb0", "#2a3380"],
  variables: ["#b2452b", "#7a2610"],
  lists: ["#6f5b3e", "#453621"],
  functions: ["#46617a", "#22384d"],
  saying: ["#56701d", "#34470c"],
};

/** A colour, mixed with white (amount > 0) or black (amount < 0). */
export function mixed(colour: string, amount: number): string {
  const to = amount > 0 ? 255 : 0;
  const share = Math.abs(amount);
  const parts = [1, 3, 5].map((at) => Math.round(parseInt(colour.slice(at, at + 2), 16) * (1 - share) + to * share));
  return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

const SURFACES: Readonly<Record<Look, { workspace: string; toolbox: string; flyout: string; text: string; scrollbar: string; marker: string; glow: string }>> = {
  light: { workspace: "#fbfcfd", toolbox: "#f1f4f6", flyout: "#e8edf0", text: "#1f2933", scrollbar: "#9aa5b1", marker: "#1f2933", glow: "#f5b301" },
  dark: { workspace: "#1b1e22", toolbox: "#24282d", flyout: "#2c3137", text: "#e6eaee", scrollbar: "#6b7683", marker: "#ffffff", glow: "#ffd34d" },
  "contrast-light": { workspace: "#ffffff", toolbox: "#ffffff", flyout: "#ffffff", text: "#000000", scrollbar: "#000000", marker: "#000000", glow: "#000000" },
  "contrast-dark": { workspace: "#000000", toolbox: "#000000", flyout: "#000000", text: "#ffffff", scrollbar: "#ffffff", marker: "#ffffff", glow: "#ffff00" },
};

function make(look: Look): Blockly.Theme {
  const contrast = look.startsWith("contrast");
  const dark = look.endsWith("dark");
  const surface = SURFACES[look];
  const names = Object.keys(COLOURS) as CategoryName[];
  const colours = names.map((name) => [name, COLOURS[name][contrast ? 1 : 0]] as const);
  return Blockly.Theme.defineTheme(`valence-${look}`, {
    name: `valence-${look}`,
    base: Blockly.Themes.Zelos,
    blockStyles: Object.fromEntries(
      colours.map(([name, colour]) => [
        `${name}_blocks`,
        {
          colourPrimary: colour,
          colourSecondary: mixed(colour, contrast ? -0.2 : -0.14),
          colourTertiary: contrast ? (dark ? "#ffffff" : "#000000") : dark ? mixed(colour, 0.38) : mixed(colour, -0.34),
        },
      ]),
    ),
    categoryStyles: Object.fromEntries(colours.map(([name, colour]) => [`${name}_category`, { colour }])),
    componentStyles: {
      workspaceBackgroundColour: surface.workspace,
      toolboxBackgroundColour: surface.toolbox,
      toolboxForegroundColour: surface.text,
      flyoutBackgroundColour: surface.flyout,
      flyoutForegroundColour: surface.text,
      flyoutOpacity: 1,
      scrollbarColour: surface.scrollbar,
      scrollbarOpacity: 0.7,
      insertionMarkerColour: surface.marker,
      insertionMarkerOpacity: 0.35,
      cursorColour: surface.glow,
      selectedGlowColour: surface.glow,
    },
    fontStyle: { family: "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif", weight: contrast ? "700" : "600", size: 11.5 },
  });
}

const made = new Map<Look, Blockly.Theme>();

/** Blockly's theme for a look. */
export function themeFor(look: Look): Blockly.Theme {
  const theme = made.get(look) ?? make(look);
  made.set(look, theme);
  return theme;
}
