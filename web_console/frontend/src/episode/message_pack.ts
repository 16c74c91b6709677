// SPDX-License-Identifier: Apache-2.0
/** Where a MessagePack value ends (github.com/msgpack/msgpack, spec.md), so that values can be read as they arrive. */

const DEEPEST = 64;

/** By first byte: how many bytes follow it; how many say the length of the bytes that follow; of the values. */
const FIXED: Readonly<Record<number, number>> = {
  0xc0: 0, 0xc2: 0, 0xc3: 0, 0xca: 4, 0xcb: 8, 0xcc: 1, 0xcd: 2, 0xce: 4, 0xcf: 8, 0xd0: 1, 0xd1: 2, 0xd2: 4, 0xd3: 8,
  0xd4: 2, 0xd5: 3, 0xd6: 5, 0xd7: 9, 0xd8: 17,
};
const BYTES: Readonly<Record<number, [lengthBytes: number, more: number]>> = {
  0xc4: [1, 0], 0xc5: [2, 0], 0xc6: [4, 0], 0xd9: [1, 0], 0xda: [2, 0], 0xdb: [4, 0], 0xc7: [1, 1], 0xc8: [2, 1], 0xc9: [4, 1],
};
const LISTS: Readonly<Record<number, [lengthBytes: number, values: number]>> = {
  0xdc: [2, 1], 0xdd: [4, 1], 0xde: [2, 2], 0xdf: [4, 2],
};

/**
 * Finds where the value that begins at `at` ends.
 *
 * @returns the place behind it, or null if it is not all there yet.
 * @throws RangeError if there is no value, or one that is nested too deeply.
 */
export function valueEnd(view: DataView, at: number, depth = 0): number | null {
  if (depth > DEEPEST) throw new RangeError("nested too deeply");
  if (at >= view.byteLength) return null;
  const first = view.getUint8(at);
  if (first < 0x80 || first >= 0xe0) return at + 1;
  if (first < 0x90) return valuesEnd(view, at + 1, 2 * (first & 0x0f), depth);
  if (first < 0xa0) return valuesEnd(view, at + 1, first & 0x0f, depth);
  if (first < 0xc0) return within(view, at + 1 + (first & 0x1f));
  const fixed = FIXED[first];
  if (fixed !== undefined) return within(view, at + 1 + fixed);
  const bytes = BYTES[first];
  if (bytes !== undefined) {
    const length = lengthAt(view, at + 1, bytes[0]);
    return length === null ? null : within(view, at + 1 + bytes[0] + bytes[1] + length);
  }
  const list = LISTS[first];
  if (list === undefined) throw new RangeError("no MessagePack");
  const length = lengthAt(view, at + 1, list[0]);
  return length === null ? null : valuesEnd(view, at + 1 + list[0], list[1] * length, depth);
}

function valuesEnd(view: DataView, at: number, count: number, depth: number): number | null {
  let end: number | null = at;
  for (let value = 0; value < count && end !== null; value += 1) end = valueEnd(view, end, depth + 1);
  return end;
}

function lengthAt(view: DataView, at: number, bytes: number): number | null {
  if (at + bytes > view.byteLength) return null;
  if (bytes === 1) return view.getUint8(at);
  return bytes === 2 ? view.getUint16(at) : view.getUint32(at);
}

function within(view: DataView, end: number): number | null {
  return end <= view.byteLength ? end : null;
}
