// SPDX-License-Identifier: Apache-2.0
/** The palette of the theme that the reader chose. */
import { useComputedColorScheme } from "@mantine/core";
import { type Palette, paletteFor } from "@/scene/palette";

export function usePalette(): Palette {
  return paletteFor(useComputedColorScheme("light") === "dark");
}
