// SPDX-License-Identifier: Apache-2.0
/** Two texts side by side, line by line. */

/** A row: a line of either text, or of both when they are the same. Lines count from 1. */
export interface DiffRow {
  readonly left: { readonly line: number; readonly text: string } | null;
  readonly right: { readonly line: number; readonly text: string } | null;
  readonly same: boolean;
}

/** Above so many pairs of lines the middle is shown without looking for what it has in common. */
const MOST_PAIRS = 4_000_000;

/** Pairs up the lines of two texts by their longest common subsequence. */
export function lineDiff(left: string, right: string): DiffRow[] {
  const a = left.split("\n");
  const b = right.split("\n");
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  const rows: DiffRow[] = [];
  const both = (i: number, j: number): void => {
    rows.push({ left: { line: i + 1, text: a[i] ?? "" }, right: { line: j + 1, text: b[j] ?? "" }, same: true });
  };
  for (let i = 0; i < head; i += 1) both(i, i);
  let [i, j] = [head, head];
  const [endA, endB] = [a.length - tail, b.length - tail];
  const common = commonLengths(a.slice(head, endA), b.slice(head, endB));
  const rest = (p: number, q: number): number => common?.[p - head]?.[q - head] ?? 0;
  let [onlyA, onlyB] = [[] as number[], [] as number[]];
  const flush = (): void => {
    for (let k = 0; k < Math.max(onlyA.length, onlyB.length); k += 1) {
      const [p, q] = [onlyA[k], onlyB[k]];
      rows.push({
        left: p === undefined ? null : { line: p + 1, text: a[p] ?? "" },
        right: q === undefined ? null : { line: q + 1, text: b[q] ?? "" },
        same: false,
      });
    }
    [onlyA, onlyB] = [[], []];
  };
  while (i < endA || j < endB) {
    if (common !== null && i < endA && j < endB && a[i] === b[j]) {
      flush();
      both(i, j);
      i += 1;
      j += 1;
    } else if (j >= endB || (i < endA && rest(i + 1, j) >= rest(i, j + 1))) {
      onlyA.push(i);
      i += 1;
    } else {
      onlyB.push(j);
      j += 1;
    }
  }
  flush();
  for (let k = 0; k < tail; k += 1) both(endA + k, endB + k);
  return rows;
}

/** Lengths of the longest common subsequences of all ends of two lists; null when the lists are too long. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint32Array[] | null {
  if (a.length * b.length > MOST_PAIRS) return null;
  const table = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    const [row, below] = [table[i], table[i + 1]];
    if (row === undefined || below === undefined) continue;
    for (let j = b.length - 1; j >= 0; j -= 1) {
      row[j] = a[i] === b[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}
