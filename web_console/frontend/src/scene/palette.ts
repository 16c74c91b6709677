// SPDX-License-Identifier: Apache-2.0
/** Colours of what is drawn over a world, in the light and in the dark theme. */

export interface Palette {
  readonly dark: boolean;
  readonly background: string;
  readonly grid: string;
  readonly gridStrong: string;
  readonly text: string;
  readonly label: string;
  readonly labelEdge: string;
  readonly lidar: string;
  readonly trail: string;
  readonly trailAhead: string;
  readonly robot: string;
  readonly seen: string;
}

const LIGHT: Palette = {
  dark: false,
  background: "#e9eff3",
  grid: "#5c6b78",
  gridStrong: "#3d4a55",
  text: "#22303b",
  label: "#ffffff",
  labelEdge: "#b9c5cf",
  lidar: "#d6336c",
  trail: "#0b6577",
  trailAhead: "#7ea9b3",
  robot: "#0b7f96",
  seen: "#9c36b5",
};

const DARK: Palette = {
  dark: true,
  background: "#161b20",
  grid: "#c3ced8",
  gridStrong: "#e3eaf0",
  text: "#eef3f7",
  label: "#242b32",
  labelEdge: "#55626e",
  lidar: "#ff6b9d",
  trail: "#45d3ea",
  trailAhead: "#4b7680",
  robot: "#45d3ea",
  seen: "#e599f7",
};

export function paletteFor(dark: boolean): Palette {
  return dark ? DARK : LIGHT;
}
