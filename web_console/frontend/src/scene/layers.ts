// SPDX-License-Identifier: Apache-2.0
/** What is drawn over the world, and can be left out. */

export const LAYERS = ["zones", "trail", "lidar", "seen", "grid"] as const;
export type Layer = (typeof LAYERS)[number];
export type Layers = Readonly<Record<Layer, boolean>>;

export const ALL_LAYERS: Layers = { zones: true, trail: true, lidar: true, seen: true, grid: true };
