// SPDX-License-Identifier: Apache-2.0
/**
 * Frames of an episode, as the server sends them (MessagePack maps), live or as a file of them one after another.
 *
 * Of a live episode, frames that are never dropped bear a number `n`.
 */
import { decode } from "@msgpack/msgpack";
import { valueEnd } from "@/episode/message_pack";

export type EpisodeState = "waiting" | "preparing" | "learning" | "running" | "paused" | "scoring" | "ended" | "stopped" | "failed";

/** What a program that learns begins. */
export interface LearningStep {
  readonly stage: "load" | "select" | "clean" | "split" | "feel" | "train" | "evaluate";
  readonly kind: string;
  /** 0 where that is not known. */
  readonly rows: number;
}

/** How a program learns before it drives: all of it, so that the newest frame is enough. */
export interface LearningFrame {
  readonly k: "learning";
  readonly t: number;
  readonly doing: LearningStep | null;
  /** How far the training is, 0..1, where that is known. */
  readonly done: number | null;
  /** Processor time, s. */
  readonly used_s: number;
  readonly limit_s: number;
  readonly curves: readonly { readonly name: string; readonly values: readonly number[] }[];
}

/** What was run, and what moves in it. */
export interface BeginFrame {
  readonly k: "begin";
  readonly n?: number;
  readonly t: number;
  readonly mission: string;
  readonly robot: string;
  readonly entities: readonly string[];
  readonly control_timestep_s: number;
  readonly time_limit_s: number;
  readonly live: boolean;
}

export interface StateFrame {
  readonly k: "state";
  readonly n?: number;
  readonly t: number;
  readonly state: EpisodeState;
  readonly pace: number;
  readonly text: string;
  /** Of one that waits: how many wait before it. */
  readonly ahead?: number;
}

/** Where things are: `i` are uint16 indices into the entities, `p` seven float32 each (x y z qw qx qy qz, world). */
export interface PosesFrame {
  readonly k: "poses";
  readonly t: number;
  readonly i: Uint8Array;
  readonly p: Uint8Array;
}

/** A lidar turn in its own frame; `r` are float32 metres: inf nothing, -inf too close, nan invalid. */
export interface ScanFrame {
  readonly k: "scan";
  readonly t: number;
  readonly a0: number;
  readonly da: number;
  readonly min: number;
  readonly max: number;
  readonly r: Uint8Array;
}

/** Measured by the wheels, from where the robot started. */
export interface OdomFrame {
  readonly k: "odom";
  readonly t: number;
  readonly x: number;
  readonly y: number;
  readonly yaw: number;
  readonly v: number;
  readonly w: number;
}

export interface ImageFrame {
  readonly k: "image";
  readonly t: number;
  readonly w: number;
  readonly h: number;
  readonly jpeg: Uint8Array;
}

/** Something seen in the picture: its middle and its size in pixels. */
export interface Detection {
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly score: number;
}

export interface DetectionsFrame {
  readonly k: "detections";
  readonly t: number;
  readonly d: readonly Detection[];
}

export interface LogFrame {
  readonly k: "log";
  readonly n?: number;
  readonly t: number;
  readonly line: number | null;
  readonly text: string;
}

export interface PlotFrame {
  readonly k: "plot";
  readonly n?: number;
  readonly t: number;
  readonly name: string;
  readonly value: number;
}

/** What the program was doing when it let a control step pass. */
export interface StepFrame {
  readonly k: "step";
  readonly n?: number;
  readonly t: number;
  readonly step: number;
  readonly line: number | null;
  readonly functions: readonly (readonly [string, number])[];
  readonly variables: readonly (readonly [string, string])[];
}

export interface CriterionPoints {
  readonly name: string;
  readonly points: number;
  readonly max_points: number;
  readonly reason: string;
}

export interface ScoreFrame {
  readonly k: "score";
  readonly n?: number;
  readonly t: number;
  readonly score: number;
  readonly max: number;
  readonly text: string;
  readonly criteria: readonly CriterionPoints[];
}

/** What the referee saw; known only when the episode is over. */
export interface EventFrame {
  readonly k: "event";
  readonly n?: number;
  readonly t: number;
  readonly kind: string;
  readonly subject: string;
  readonly text: string;
  readonly value: number;
}

export interface ProgramFailure {
  readonly kind: string;
  readonly message: string;
  readonly hint: string;
  readonly line: number | null;
}

export interface EndFrame {
  readonly k: "end";
  readonly n?: number;
  readonly t: number;
  readonly verdict: string;
  readonly passed: boolean;
  readonly score: number;
  readonly max: number;
  readonly reason: string;
  readonly failure: ProgramFailure | null;
}

export type Frame =
  | BeginFrame
  | StateFrame
  | LearningFrame
  | PosesFrame
  | ScanFrame
  | OdomFrame
  | ImageFrame
  | DetectionsFrame
  | LogFrame
  | PlotFrame
  | StepFrame
  | ScoreFrame
  | EventFrame
  | EndFrame;

const KINDS: ReadonlySet<string> = new Set<Frame["k"]>([
  "begin", "state", "learning", "poses", "scan", "odom", "image", "detections", "log", "plot", "step", "score", "event", "end",
]);

/** What came is no frame of an episode. */
export class FrameError extends Error {}

/** A frame, or null for one of a kind that this page does not know (a newer server's). */
function frameOf(value: unknown): Frame | null {
  if (typeof value !== "object" || value === null || !("k" in value) || typeof value.k !== "string") {
    throw new FrameError("the server sent something that is no frame");
  }
  if (!KINDS.has(value.k)) return null;
  // `begin` is at the beginning, and says so to nobody.
  const timed = "t" in value ? value : { ...value, t: 0 };
  if (typeof timed.t !== "number" || !Number.isFinite(timed.t)) throw new FrameError("the server sent a frame without a time");
  return timed as unknown as Frame;
}

/** Reads a message of the live stream: an array of frames. */
export function decodeMessage(data: ArrayBuffer): Frame[] {
  const found = decoded(new Uint8Array(data));
  if (!Array.isArray(found)) throw new FrameError("the server sent a message that is no list of frames");
  return found.map(frameOf).filter((frame) => frame !== null);
}

/** Reads frames that stand one after another, as they arrive. */
export async function* decodeStream(stream: ReadableStream<Uint8Array>): AsyncGenerator<Frame> {
  const reader = stream.getReader();
  let rest = new Uint8Array(0);
  for (;;) {
    const { value: chunk, done } = await reader.read();
    if (done) break;
    const bytes = joined(rest, chunk);
    const view = new DataView(bytes.buffer);
    let at = 0;
    for (;;) {
      const end = endOf(view, at);
      if (end === null) break;
      const frame = frameOf(decoded(bytes.subarray(at, end)));
      at = end;
      if (frame !== null) yield frame;
    }
    rest = bytes.slice(at);
  }
  if (rest.byteLength > 0) throw new FrameError("the recording is cut off");
}

function decoded(bytes: Uint8Array): unknown {
  try {
    return decode(bytes);
  } catch (error) {
    throw new FrameError("the server sent something that can't be read", { cause: error });
  }
}

function endOf(view: DataView, at: number): number | null {
  try {
    return valueEnd(view, at);
  } catch (error) {
    throw new FrameError("the recording is damaged", { cause: error });
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.byteLength + second.byteLength);
  both.set(first);
  both.set(second, first.byteLength);
  return both;
}

/** Little-endian float32 values: a view where they lie well, or else a copy of them alone. */
export function floats(bytes: Uint8Array): Float32Array {
  const count = Math.floor(bytes.byteLength / 4);
  if (bytes.byteOffset % 4 === 0) return new Float32Array(bytes.buffer, bytes.byteOffset, count);
  return new Float32Array(bytes.slice(0, count * 4).buffer);
}

/** Little-endian uint16 values, in the same way. */
export function shorts(bytes: Uint8Array): Uint16Array {
  const count = Math.floor(bytes.byteLength / 2);
  if (bytes.byteOffset % 2 === 0) return new Uint16Array(bytes.buffer, bytes.byteOffset, count);
  return new Uint16Array(bytes.slice(0, count * 2).buffer);
}
