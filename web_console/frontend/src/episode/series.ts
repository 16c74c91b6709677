// SPDX-License-Identifier: Apache-2.0
/** Things in order of time, found by time, and no more of them than memory allows. */

/** Index of the last of `count` things, the time of each given by `timeOf`, that is not after `t`; -1 if all are. */
export function lastNotAfter(count: number, timeOf: (index: number) => number, t: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timeOf(middle) <= t) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export interface Timed {
  readonly t: number;
}

/**
 * A series of things in order of time.
 *
 * When they weigh more than is allowed, every second one of the older three quarters goes: the newest stay dense, and
 * one can still look back over all of the time. Or else, where gaps would mislead, the oldest quarter goes.
 */
export class Series<T extends Timed> {
  private kept: T[] = [];
  private weight = 0;

  constructor(
    private readonly allowed: number = Number.POSITIVE_INFINITY,
    private readonly weigh: (item: T) => number = () => 1,
    private readonly goes: "every_second" | "oldest" = "every_second",
  ) {}

  /** How many were left out. */
  leftOut = 0;

  get length(): number {
    return this.kept.length;
  }

  get all(): readonly T[] {
    return this.kept;
  }

  get last(): T | null {
    return this.kept.at(-1) ?? null;
  }

  /** What is kept weighs this much. */
  get heaviness(): number {
    return this.weight;
  }

  add(item: T): void {
    const last = this.kept.at(-1);
    if (last === undefined || last.t <= item.t) this.kept.push(item);
    else this.kept.splice(this.indexAt(item.t) + 1, 0, item);
    this.weight += this.weigh(item);
    if (this.weight > this.allowed) this.thin();
  }

  /** Index of the last thing that is not after `t`; -1 if there is none. */
  indexAt(t: number): number {
    return lastNotAfter(this.kept.length, (index) => (this.kept[index] as T).t, t);
  }

  /** The last thing that is not after `t`. */
  at(t: number): T | null {
    return this.kept[this.indexAt(t)] ?? null;
  }

  get(index: number): T | null {
    return this.kept[index] ?? null;
  }

  clear(): void {
    this.kept = [];
    this.weight = 0;
  }

  private thin(): void {
    while (this.weight > this.allowed && this.kept.length > 8) {
      const before = this.kept.length;
      const older = Math.floor(before * 0.75);
      this.kept =
        this.goes === "oldest"
          ? this.kept.slice(Math.ceil(before / 4))
          : this.kept.filter((_, index) => index >= older || index % 2 === 0);
      this.leftOut += before - this.kept.length;
      this.weight = this.kept.reduce((sum, item) => sum + this.weigh(item), 0);
    }
  }
}

/** Rows of float32 numbers in order of time, in two arrays that grow. */
export class NumberTrack {
  private times = new Float64Array(64);
  private rows: Float32Array;
  private count = 0;

  /**
   * @param width numbers in a row.
   * @param allowed rows that are kept; of more, every second of the older three quarters goes.
   */
  constructor(
    readonly width: number,
    private readonly allowed = 200_000,
  ) {
    this.rows = new Float32Array(64 * width);
  }

  get length(): number {
    return this.count;
  }

  /** Times of the rows; a view that holds until the next row is added. */
  get t(): Float64Array {
    return this.times.subarray(0, this.count);
  }

  /** Numbers of the rows; a view that holds until the next row is added. */
  get values(): Float32Array {
    return this.rows.subarray(0, this.count * this.width);
  }

  get lastTime(): number {
    return this.count === 0 ? Number.NEGATIVE_INFINITY : (this.times[this.count - 1] as number);
  }

  /** Adds a row; one that is older than the last is left out, for a track only grows. */
  add(t: number, values: ArrayLike<number>, offset = 0): void {
    if (t < this.lastTime) return;
    // The same time again: what came last holds.
    if (t === this.lastTime) this.count -= 1;
    if (this.count === this.times.length) this.grow();
    this.times[this.count] = t;
    for (let column = 0; column < this.width; column += 1) {
      this.rows[this.count * this.width + column] = values[offset + column] ?? Number.NaN;
    }
    this.count += 1;
    if (this.count > this.allowed) this.thin();
  }

  indexAt(t: number): number {
    return lastNotAfter(this.count, (index) => this.times[index] as number, t);
  }

  timeOf(index: number): number {
    return this.times[index] ?? Number.NaN;
  }

  value(index: number, column = 0): number {
    return this.rows[index * this.width + column] ?? Number.NaN;
  }

  private grow(): void {
    const times = new Float64Array(this.times.length * 2);
    times.set(this.times);
    const rows = new Float32Array(this.rows.length * 2);
    rows.set(this.rows);
    this.times = times;
    this.rows = rows;
  }

  private thin(): void {
    const older = Math.floor(this.count * 0.75);
    let to = 0;
    for (let from = 0; from < this.count; from += 1) {
      if (from < older && from % 2 === 1) continue;
      this.times[to] = this.times[from] as number;
      this.rows.copyWithin(to * this.width, from * this.width, (from + 1) * this.width);
      to += 1;
    }
    this.count = to;
  }
}
