// SPDX-License-Identifier: Apache-2.0
/** How curves are told apart: by colour, and by their dashes for those who do not see the colours. */

export interface CurveLook {
  readonly colour: string;
  readonly dash: readonly number[];
}

/** Blue, orange, green, purple, red, brown; 3:1 and more on the ground of each theme. */
const LIGHT = ["#1668b5", "#b65a00", "#12805c", "#7a45b8", "#c2255c", "#6b5638"] as const;
const DARK = ["#6cb8ff", "#ffb066", "#5fd6a8", "#c9a4ff", "#ff8fb3", "#d6bd94"] as const;
const DASHES: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [9, 3, 2, 3]];

/** The look of the curve with a number in its plot. */
export function curveLook(index: number, dark: boolean): CurveLook {
  const colours = dark ? DARK : LIGHT;
  return {
    colour: colours[index % colours.length] ?? colours[0],
    dash: DASHES[index % DASHES.length] ?? [],
  };
}
