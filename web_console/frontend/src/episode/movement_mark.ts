// SPDX-License-Identifier: Apache-2.0
/** Marks the moment at which a view first draws the robot elsewhere than at the beginning: the benchmark measures it. */

/** Name of the mark among the browser's performance entries. */
export const MOVED = "valence:robot-moved";

const FAR_ENOUGH_M = 0.001;

let seen: object | null = null;
let from: readonly [number, number] | null = null;
let marked = false;

/**
 * Looks at where the robot is drawn.
 *
 * @param episode anything that is the same object as long as it is the same episode; null for none.
 * @param x of the robot in the world, m.
 * @param y the same.
 */
export function markMovement(episode: object | null, x: number, y: number): void {
  if (episode !== seen || from === null) {
    [seen, from, marked] = [episode, [x, y], false];
    return;
  }
  if (marked || episode === null || Math.hypot(x - from[0], y - from[1]) < FAR_ENOUGH_M) return;
  marked = true;
  performance.mark(MOVED);
}
