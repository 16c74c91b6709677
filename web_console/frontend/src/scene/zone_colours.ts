// SPDX-License-Identifier: Apache-2.0
/** Colours of zones and of what is seen, by the names that missions and perception nodes use. */

const COLOURS: Readonly<Record<string, string>> = {
  red: "#e5484d",
  green: "#2fa35a",
  blue: "#3b7de8",
  yellow: "#e2b714",
  orange: "#ee8230",
  purple: "#9a5be0",
  white: "#ffffff",
  grey: "#8a97a3",
  black: "#20262b",
};

/** The colour of a name; grey for one that is not known. */
export function colourOf(name: string): string {
  return COLOURS[name] ?? "#8a97a3";
}
