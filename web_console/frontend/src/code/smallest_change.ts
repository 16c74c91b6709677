// SPDX-License-Identifier: Apache-2.0
/** What has to change between two texts. */

/** The one change that makes `to` of `from`; what is the same before and after it stays, and cursors with it. */
export function smallestChange(from: string, to: string): { from: number; to: number; insert: string } {
  const shorter = Math.min(from.length, to.length);
  let before = 0;
  while (before < shorter && from[before] === to[before]) before += 1;
  let after = 0;
  while (after < shorter - before && from[from.length - 1 - after] === to[to.length - 1 - after]) after += 1;
  return { from: before, to: from.length - after, insert: to.slice(before, to.length - after) };
}
