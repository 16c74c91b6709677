// SPDX-License-Identifier: Apache-2.0
/** How well the world is drawn: as well as the machine can at 60 pictures a second. */

/** What is left out on a weak machine. */
export interface Quality {
  /** Things throw shadows; without them, light is painted into what never moves. */
  readonly shadows: boolean;
  /** Share of the screen's pixels across that are drawn. */
  readonly sharpness: number;
}

const LEVELS: readonly [Quality, ...Quality[]] = [
  { shadows: true, sharpness: 1 },
  { shadows: false, sharpness: 1 },
  { shadows: false, sharpness: 0.8 },
  { shadows: false, sharpness: 0.6 },
];
/** Where one begins without a graphics card. */
const SOFTWARE_LEVEL = 1;

const LOOKED_AT = 30;
/** Pictures in a row: apart by more, nothing was played in between. */
const IN_A_ROW_MS = 250;
const TOO_SLOW_MS = 21;
/** So many looks in a row must find it slow: something else may have kept the machine busy for a moment. */
const SLOW_LOOKS = 2;

/** Watches how far pictures that follow each other are apart, and says what can be afforded. It never takes back. */
export class FrameBudget {
  /** How long this thread was at the last pictures, in milliseconds. */
  readonly timesMs: number[] = [];
  private level: number;
  private last = Number.NEGATIVE_INFINITY;
  private gaps: number[] = [];
  private slowLooks = 0;

  /** @param software there is no graphics card. */
  constructor(software: boolean) {
    this.level = software ? SOFTWARE_LEVEL : 0;
  }

  get quality(): Quality {
    return LEVELS[this.level] ?? LEVELS[0];
  }

  /**
   * Notes a picture.
   *
   * @param now when it was drawn, in milliseconds.
   * @param tookMs how long this thread was at it.
   * @returns what to draw with from now on.
   */
  drawn(now: number, tookMs: number): Quality {
    this.timesMs.push(tookMs);
    if (this.timesMs.length > 600) this.timesMs.splice(0, 300);
    const gap = now - this.last;
    this.last = now;
    if (gap > IN_A_ROW_MS) return this.quality;
    this.gaps.push(gap);
    if (this.gaps.length < LOOKED_AT) return this.quality;
    const middle = [...this.gaps].sort((a, b) => a - b)[Math.floor(LOOKED_AT / 2)] ?? 0;
    this.gaps = [];
    this.slowLooks = middle > TOO_SLOW_MS ? this.slowLooks + 1 : 0;
    if (this.slowLooks >= SLOW_LOOKS && this.level < LEVELS.length - 1) {
      this.level += 1;
      this.slowLooks = 0;
    }
    return this.quality;
  }
}
