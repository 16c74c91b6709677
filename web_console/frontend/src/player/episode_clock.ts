// SPDX-License-Identifier: Apache-2.0
/** The time that is looked at: it plays, stands still, or keeps up with an episode that is still running. */

/**
 * `edge`: as near to what is happening as can be shown smoothly. `playing`: at a speed of one's own. `paused`: still.
 */
export type ClockMode = "edge" | "playing" | "paused";

export const SPEEDS = [0.5, 1, 2, 4, 8] as const;

/** How far behind the newest frame an episode is shown live, in seconds of the wall clock, so that it moves smoothly. */
const BEHIND_S = 0.12;
/** How fast a distance from that is made up, per second. */
const CATCH_UP = 2.5;
/** Farther behind than this, in seconds of the wall clock, one jumps. */
const JUMP_S = 1.5;
/** No frame for so long means that the episode stands still. */
const SILENT_S = 0.4;
const LONGEST_FRAME_S = 0.25;

/** What the clock needs of its surroundings; tests bring their own. */
export interface ClockWorld {
  readonly now: () => number;
  readonly nextFrame: (run: () => void) => number;
  readonly cancelFrame: (id: number) => void;
}

const BROWSER: ClockWorld = {
  now: () => performance.now() / 1000,
  nextFrame: (run) => requestAnimationFrame(run),
  cancelFrame: (id) => cancelAnimationFrame(id),
};

export class EpisodeClock {
  /** Simulated time that is looked at. */
  time = 0;
  mode: ClockMode;
  speed = 1;
  /** Simulated time up to which there is something to look at. */
  end = 0;
  /** The episode is still running. */
  live: boolean;
  private readonly listeners = new Set<() => void>();
  private readonly modeListeners = new Set<() => void>();
  private frame: number | null = null;
  private lastTick = 0;
  private rate = 1;
  private lastEdge: { at: number; end: number } | null = null;

  constructor(
    live: boolean,
    private readonly world: ClockWorld = BROWSER,
  ) {
    this.live = live;
    this.mode = live ? "edge" : "paused";
  }

  /** Calls back at every change of the time, until what it returns is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  /** Calls back when it begins or ceases to play, and at other speeds; not as time goes by. */
  readonly subscribeMode = (listener: () => void): (() => void) => {
    this.modeListeners.add(listener);
    return () => {
      this.modeListeners.delete(listener);
    };
  };

  /** The end moved, as it does while an episode runs or is loaded. */
  setEnd(end: number): void {
    if (end === this.end) return;
    if (this.live) this.measure(end);
    this.end = end;
    if (this.mode === "edge") this.run();
    this.changed();
  }

  /** The episode is over, or (again) running. */
  setLive(live: boolean): void {
    if (live === this.live) return;
    this.live = live;
    // What has not been shown yet is shown; then it stands still.
    if (this.mode === "edge") this.run();
    this.modeChanged();
  }

  /** Plays on from where one is; from the beginning, if that is the end. */
  play(): void {
    if (this.live && this.time >= this.end - this.behind) {
      this.toEdge();
      return;
    }
    if (!this.live && this.time >= this.end) this.time = 0;
    this.setMode("playing");
  }

  pause(): void {
    this.setMode("paused");
  }

  /** Looks at another time; while it plays, it plays on from there. */
  seek(time: number): void {
    const wanted = Math.min(Math.max(0, time), this.end);
    if (this.mode === "edge") this.setMode("paused");
    if (wanted === this.time) return;
    this.time = wanted;
    this.changed();
  }

  /** Looks at what is happening now. */
  toEdge(): void {
    if (!this.live) {
      this.seek(this.end);
      return;
    }
    this.setMode("edge");
  }

  setSpeed(speed: number): void {
    this.speed = speed;
    this.modeChanged();
  }

  /** Stops for good. */
  dispose(): void {
    this.halt();
    this.listeners.clear();
    this.modeListeners.clear();
  }

  private get behind(): number {
    return BEHIND_S * Math.max(this.rate, 0.05);
  }

  private setMode(mode: ClockMode): void {
    if (mode === this.mode) return;
    this.mode = mode;
    if (mode === "paused") this.halt();
    else this.run();
    this.modeChanged();
  }

  /** Measures how many simulated seconds come in one of the wall clock. */
  private measure(end: number): void {
    const at = this.world.now();
    const last = this.lastEdge;
    if (last === null) {
      this.lastEdge = { at, end };
      return;
    }
    const passed = at - last.at;
    if (passed < 0.05) return;
    // A long silence is a pause, not a slow episode.
    if (passed < SILENT_S) {
      const share = Math.min(1, passed / 0.5);
      this.rate += share * (Math.max(0, end - last.end) / passed - this.rate);
    }
    this.lastEdge = { at, end };
  }

  private run(): void {
    if (this.frame !== null) return;
    this.lastTick = this.world.now();
    this.frame = this.world.nextFrame(this.tick);
  }

  private halt(): void {
    if (this.frame !== null) this.world.cancelFrame(this.frame);
    this.frame = null;
  }

  private readonly tick = (): void => {
    this.frame = null;
    const now = this.world.now();
    const passed = Math.min(now - this.lastTick, LONGEST_FRAME_S);
    this.lastTick = now;
    const before = this.time;
    const goesOn = this.mode === "edge" ? this.follow(passed, now) : this.advance(passed);
    if (goesOn) this.frame ??= this.world.nextFrame(this.tick);
    if (this.time !== before) this.changed();
  };

  private advance(passed: number): boolean {
    this.time = Math.min(this.end, this.time + passed * this.speed);
    if (this.time < this.end) return true;
    // At the end of what there is: of a live episode one sees on what comes, of a finished one that is all.
    this.setMode(this.live ? "edge" : "paused");
    return false;
  }

  /** Goes as fast as frames come, a little behind them; nearer when none come any more. */
  private follow(passed: number, now: number): boolean {
    const lag = this.end - this.time;
    const silent = !this.live || this.lastEdge === null || now - this.lastEdge.at > SILENT_S;
    const rate = Math.max(this.rate, 0.05);
    if (lag > JUMP_S * Math.max(rate, 1)) this.time = this.end - this.behind;
    else {
      const wanted = silent ? 0 : this.behind;
      const speed = (silent ? Math.max(rate, 1) : rate) + (lag - wanted) * CATCH_UP;
      this.time = Math.min(this.end, this.time + Math.max(0, speed) * passed);
    }
    if (this.time < this.end || (this.live && !silent)) return true;
    if (!this.live) this.setMode("paused");
    return false;
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }

  private modeChanged(): void {
    for (const listener of this.modeListeners) listener();
    this.changed();
  }
}
