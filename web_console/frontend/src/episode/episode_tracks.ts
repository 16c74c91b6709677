// SPDX-License-Identifier: Apache-2.0
/** Everything that is known of an episode, found by time. Live frames are added as they come. */
import {
  type BeginFrame,
  type DetectionsFrame,
  type EndFrame,
  type EventFrame,
  floats,
  type Frame,
  type ImageFrame,
  type LearningFrame,
  type LogFrame,
  type PosesFrame,
  type ScanFrame,
  type ScoreFrame,
  shorts,
  type StateFrame,
  type StepFrame,
} from "@/episode/frames";
import { PoseTrack } from "@/episode/poses";
import { NumberTrack, Series, type Timed } from "@/episode/series";

const PICTURE_BYTES = 48_000_000;
const SCAN_BYTES = 24_000_000;
const LOG_LINES = 50_000;
const STEPS = 100_000;
const OTHERS = 100_000;
const PLOT_NAMES = 200;
/** A thing of which nothing came for this many usual gaps between frames had not moved. */
const REST_GAPS = 1.5;

export class EpisodeTracks {
  begin: BeginFrame | null = null;
  end: EndFrame | null = null;
  /** How its program learned, or learns; null if it has not, or was not watched while it did. */
  learning: LearningFrame | null = null;
  states = new Series<StateFrame>(OTHERS);
  poses = new Map<string, PoseTrack>();
  scans = new Series<ScanFrame>(SCAN_BYTES, (scan) => scan.r.byteLength + 100);
  images = new Series<ImageFrame>(PICTURE_BYTES, (image) => image.jpeg.byteLength + 100);
  detections = new Series<DetectionsFrame>(OTHERS);
  /** x, y (m), yaw (rad), forward speed (m/s), turning speed (rad/s), as the wheels measured them. */
  odometry = new NumberTrack(5);
  log = new Series<LogFrame>(LOG_LINES, undefined, "oldest");
  plots = new Map<string, NumberTrack>();
  steps = new Series<StepFrame>(STEPS);
  scores = new Series<ScoreFrame>(OTHERS);
  events = new Series<EventFrame>(OTHERS);
  /** Grows with everything that is added. */
  version = 0;
  /** Simulated time up to which something is known. */
  endTime = 0;
  /** Number of the last frame that is never dropped: where to go on after a lost connection. */
  lastNumber = -1;
  private readonly listeners = new Set<() => void>();
  private lastPosesTime = Number.NEGATIVE_INFINITY;
  private usualGap = 0.05;

  /** Calls back after each addition, until what it returns is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  /** Adds frames as they came. One that came before, as it may after a reconnection, is left out. */
  add(frames: Iterable<Frame>): void {
    for (const frame of frames) this.take(frame);
    this.changed();
  }

  /**
   * Takes over all that is known elsewhere of the same episode, which is more: of a live one that is over, all of it.
   * Pictures stay where there are no others, and so does what only a live episode tells, such as its states.
   */
  become(other: EpisodeTracks): void {
    this.begin = other.begin ?? this.begin;
    this.end = other.end ?? this.end;
    this.endTime = Math.max(this.endTime, other.endTime);
    [this.poses, this.scans, this.detections, this.odometry] = [other.poses, other.scans, other.detections, other.odometry];
    [this.log, this.plots, this.steps, this.events] = [other.log, other.plots, other.steps, other.events];
    if (other.images.length > 0) this.images = other.images;
    this.changed();
  }

  /** The robot's poses. */
  get robot(): PoseTrack | null {
    return this.poses.get("robot") ?? null;
  }

  /** The state that the episode is in now, whatever time is looked at. */
  get state(): StateFrame | null {
    return this.states.last;
  }

  private changed(): void {
    this.version += 1;
    for (const listener of this.listeners) listener();
  }

  private take(frame: Frame): void {
    if ("n" in frame) {
      if (frame.n <= this.lastNumber) return;
      this.lastNumber = frame.n;
    }
    // Events come after the end, and tell of the time before.
    this.endTime = Math.max(this.endTime, frame.t);
    switch (frame.k) {
      case "begin":
        this.begin = frame;
        for (const name of frame.entities) if (!this.poses.has(name)) this.poses.set(name, new PoseTrack());
        break;
      case "state":
        this.states.add(frame);
        break;
      case "learning":
        this.learning = frame;
        break;
      case "poses":
        this.takePoses(frame);
        break;
      case "scan":
        addNew(this.scans, frame);
        break;
      case "odom":
        this.odometry.add(frame.t, [frame.x, frame.y, frame.yaw, frame.v, frame.w]);
        break;
      case "image":
        addNew(this.images, frame);
        break;
      case "detections":
        addNew(this.detections, frame);
        break;
      case "log":
        this.log.add(frame);
        break;
      case "plot":
        this.takePlot(frame.name, frame.t, frame.value);
        break;
      case "step":
        this.steps.add(withKnownTexts(frame, this.steps.last));
        break;
      case "score":
        this.scores.add(frame);
        break;
      case "event":
        this.events.add(frame);
        break;
      case "end":
        this.end = frame;
        break;
    }
  }

  private takePoses(frame: PosesFrame): void {
    const names = this.begin?.entities ?? [];
    const indices = shorts(frame.i);
    const values = floats(frame.p);
    const gap = frame.t - this.lastPosesTime;
    if (gap < 0) return;
    if (gap > 0 && Number.isFinite(gap)) {
      // What is still for long leaves a long gap, which is not usual.
      this.usualGap += 0.2 * (Math.min(gap, 4 * this.usualGap) - this.usualGap);
    }
    const restedUntil = Math.max(this.lastPosesTime, frame.t - REST_GAPS * this.usualGap);
    indices.forEach((index, number) => {
      const name = names[index];
      if (name === undefined || values.length < 7 * (number + 1)) return;
      this.poses.get(name)?.add(frame.t, values, 7 * number, restedUntil);
    });
    this.lastPosesTime = frame.t;
  }

  private takePlot(name: string, t: number, value: number): void {
    let track = this.plots.get(name);
    if (track === undefined) {
      if (this.plots.size >= PLOT_NAMES) return;
      track = new NumberTrack(1);
      this.plots.set(name, track);
    }
    track.add(t, [value]);
  }
}

/** Adds what a sensor said; after a reconnection, the last is said again. */
function addNew<T extends Timed>(series: Series<T>, frame: T): void {
  if (series.last === null || frame.t > series.last.t) series.add(frame);
}

/**
 * A step that shares with the one before it what is the same in both: programs keep most of their variables for long.
 * So one can also tell what changed by identity.
 */
function withKnownTexts(step: StepFrame, before: StepFrame | null): StepFrame {
  if (before === null) return step;
  const known = new Map(before.variables.map((variable) => [variable[0], variable]));
  const variables = step.variables.map((variable) => {
    const same = known.get(variable[0]);
    return same !== undefined && same[1] === variable[1] ? same : variable;
  });
  const sameFunctions =
    step.functions.length === before.functions.length &&
    step.functions.every(([name, line], depth) => name === before.functions[depth]?.[0] && line === before.functions[depth][1]);
  return { ...step, variables, functions: sameFunctions ? before.functions : step.functions };
}
