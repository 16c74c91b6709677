// SPDX-License-Identifier: Apache-2.0
/** What a new program is called until its team gives it a name. */

/**
 * The first name with a number that no program has yet.
 *
 * @param taken names of the programs that are there.
 * @param numbered makes a name of a number.
 */
export function nextName(taken: readonly string[], numbered: (number: number) => string): string {
  let number = taken.length + 1;
  while (taken.includes(numbered(number))) number += 1;
  return numbered(number);
}
