// SPDX-License-Identifier: Apache-2.0
/** A made-up drive for tests: the robot goes ahead at 0.2 m/s past a crate that it pushes from 2 s on. */
import { encode } from "@msgpack/msgpack";
import type { Detection, Frame } from "@/episode/frames";

export const ENTITIES = ["robot", "crate"];

/** Bytes of little-endian uint16 numbers. */
export function shortBytes(...values: number[]): Uint8Array {
  return new Uint8Array(Uint16Array.from(values).buffer);
}

/** Bytes of little-endian float32 numbers. */
export function floatBytes(...values: number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(values).buffer);
}

/** A pose on the ground. */
export function planar(x: number, y: number, yaw = 0): number[] {
  return [x, y, 0, Math.cos(yaw / 2), 0, 0, Math.sin(yaw / 2)];
}

/** A `poses` frame of some entities, given by their numbers. */
export function poses(t: number, moved: Readonly<Record<number, number[]>>): Frame {
  const indices = Object.keys(moved).map(Number);
  return { k: "poses", t, i: shortBytes(...indices), p: floatBytes(...indices.flatMap((index) => moved[index] ?? [])) };
}

export const SEEN: readonly Detection[] = [{ label: "red", x: 160, y: 180, w: 60, h: 40, score: 0.9 }];

/** Frames of a drive of some seconds, 20 steps each, as the server sends them. */
export function drive(seconds: number, live = false): Frame[] {
  const frames: Frame[] = [];
  let n = 0;
  const numbered = (): number => (n += 1);
  frames.push({
    k: "begin", n: numbered(), t: 0, mission: "first_drive", robot: "turtlebot3_burger",
    entities: ENTITIES, control_timestep_s: 0.05, time_limit_s: 60, live,
  });
  frames.push({ k: "state", n: numbered(), t: 0, state: "running", pace: 1, text: "" });
  for (let step = 0; step <= seconds * 20; step += 1) {
    const t = step / 20;
    const robot = planar(0.2 * t, 0);
    frames.push(poses(t, step === 0 || t > 2 ? { 0: robot, 1: planar(Math.max(1, 0.2 * t + 0.6), 0.1) } : { 0: robot }));
    frames.push({ k: "odom", t, x: 0.2 * t, y: 0, yaw: 0, v: 0.2, w: 0 });
    if (step % 2 === 0) {
      frames.push({ k: "scan", t, a0: 0, da: Math.PI / 2, min: 0.1, max: 3.5, r: floatBytes(1 - 0.1 * t, 0.5, Infinity, -Infinity) });
      frames.push({ k: "image", t, w: 320, h: 240, jpeg: new Uint8Array(1000) });
      frames.push({ k: "detections", t, d: SEEN });
    }
    frames.push({
      k: "step", n: numbered(), t, step, line: 3 + (step % 3), functions: [["drive", 3 + (step % 3)]],
      variables: [["speed", "0.2"], ["i", String(step)]],
    });
    frames.push({ k: "plot", n: numbered(), t, name: "ahead", value: 1 - 0.1 * t });
    if (step % 20 === 0) frames.push({ k: "log", n: numbered(), t, line: 5, text: `second ${t}` });
  }
  frames.push({
    k: "score", n: numbered(), t: seconds, score: 40, max: 100, text: "",
    criteria: [{ name: "pads_in_order", points: 40, max_points: 60, reason: "Reached red." }],
  });
  frames.push({ k: "event", n: numbered(), t: Math.min(2, seconds), kind: "touched", subject: "crate", text: "Touched crate.", value: 3 });
  frames.push({
    k: "end", n: numbered(), t: seconds, verdict: "below_pass_mark", passed: false, score: 40, max: 100, reason: "Go on!",
    failure: null,
  });
  return frames;
}

/** The frames one after another, as `/frames` gives them. */
export function asFile(frames: readonly Frame[]): Uint8Array<ArrayBuffer> {
  const parts = frames.map((frame) => encode(frame));
  const file = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.byteLength;
  }
  return file;
}
