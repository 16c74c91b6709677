// SPDX-License-Identifier: Apache-2.0
/** The curves that there are of an episode, and their numbers in the form that the plots take. */
import type { Derived } from "@/episode/derived";
import type { EpisodeTracks } from "@/episode/episode_tracks";
import type { NumberTrack } from "@/episode/series";
import { DIRECTIONS } from "@/plots/scan_distances";

/** Curves of one group share a plot and a unit. */
export const GROUPS = ["speed", "turn", "distance", "program", "variable"] as const;
export type CurveGroup = (typeof GROUPS)[number];

export const UNITS: Readonly<Record<CurveGroup, string>> = { speed: "m/s", turn: "rad/s", distance: "m", program: "", variable: "" };

/** Names of curves that are in the catalogue; others are the program's. */
export type KnownCurve = "speed" | "turn" | (typeof DIRECTIONS)[number];

export interface Curve {
  /** `group:name`. */
  readonly id: string;
  readonly group: CurveGroup;
  readonly name: string;
  readonly track: NumberTrack;
  readonly column: number;
}

/** What is plotted as long as nobody chose otherwise. */
export const FIRST_CURVES = ["speed:speed", "distance:ahead"] as const;

/** More points than this are not seen apart; the lowest and the highest of each piece are kept. */
const MOST_POINTS = 4000;

/** All curves that there are. */
export function curvesOf(tracks: EpisodeTracks, derived: Derived): Curve[] {
  const curve = (group: CurveGroup, name: string, track: NumberTrack, column = 0): Curve => ({ id: `${group}:${name}`, group, name, track, column });
  return [
    curve("speed", "speed", tracks.odometry, 3),
    curve("turn", "turn", tracks.odometry, 4),
    ...DIRECTIONS.map((name, column) => curve("distance", name, derived.distances.track, column)),
    ...[...tracks.plots].map(([name, track]) => curve("program", name, track)),
    ...[...derived.variables.byName].map(([name, track]) => curve("variable", name, track)),
  ].filter((one) => one.track.length > 0);
}

/** A curve's value at a time: the last before it; NaN where there is none. */
export function valueAt(curve: Curve, t: number): number {
  const index = curve.track.indexAt(t);
  return index < 0 ? Number.NaN : curve.track.value(index, curve.column);
}

/** A curve's points, thinned out where there are too many: times, and values or null where there is a gap. */
export function pointsOf(curve: Curve): [times: number[], values: (number | null)[]] {
  const { track, column } = curve;
  const times: number[] = [];
  const values: (number | null)[] = [];
  const push = (index: number): void => {
    const value = track.value(index, column);
    times.push(track.timeOf(index));
    values.push(Number.isFinite(value) ? value : null);
  };
  const piece = Math.ceil((2 * track.length) / MOST_POINTS);
  if (piece <= 2) {
    for (let index = 0; index < track.length; index += 1) push(index);
    return [times, values];
  }
  for (let from = 0; from < track.length; from += piece) {
    const to = Math.min(from + piece, track.length);
    let [lowest, highest] = [from, from];
    for (let index = from; index < to; index += 1) {
      if (track.value(index, column) < track.value(lowest, column)) lowest = index;
      if (track.value(index, column) > track.value(highest, column)) highest = index;
    }
    push(Math.min(lowest, highest));
    if (lowest !== highest) push(Math.max(lowest, highest));
  }
  return [times, values];
}

/** Several curves on the times of all of them, as uPlot takes them; a value that is not there at a time is undefined. */
export function aligned(curves: readonly Curve[]): [number[], ...(number | null | undefined)[][]] {
  const points = curves.map(pointsOf);
  const times = [...new Set(points.flatMap(([own]) => own))].sort((one, other) => one - other);
  const places = new Map(times.map((time, index) => [time, index]));
  const columns = points.map(([own, values]) => {
    const column = new Array<number | null | undefined>(times.length).fill(undefined);
    own.forEach((time, index) => {
      const place = places.get(time);
      if (place !== undefined) column[place] = values[index];
    });
    return column;
  });
  return [times, ...columns];
}
