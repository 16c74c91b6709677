// SPDX-License-Identifier: Apache-2.0
/** The course of a number up to a moment, as small as a word. */
import type { NumberTrack } from "@/episode/series";

const WIDTH = 72;
const HEIGHT = 18;
/** Simulated time that it looks back. */
const SPAN_S = 10;
const MOST_POINTS = 72;

/** The points of the line, in its own small picture; null if there is nothing to draw. */
export function sparkPath(track: NumberTrack, t: number): string | null {
  const last = track.indexAt(t);
  const first = Math.max(0, track.indexAt(t - SPAN_S));
  if (last - first < 1) return null;
  const step = Math.max(1, Math.floor((last - first) / MOST_POINTS));
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let index = first; index <= last; index += 1) {
    low = Math.min(low, track.value(index));
    high = Math.max(high, track.value(index));
  }
  const room = high - low || 1;
  const points: string[] = [];
  for (let index = first; index <= last; index += step) {
    const x = ((track.timeOf(index) - (t - SPAN_S)) / SPAN_S) * WIDTH;
    const y = high === low ? HEIGHT / 2 : HEIGHT - 2 - ((track.value(index) - low) / room) * (HEIGHT - 4);
    points.push(`${Math.max(0, x).toFixed(1)},${y.toFixed(1)}`);
  }
  return points.join(" ");
}

export function Sparkline({ track, t }: { track: NumberTrack; t: number }) {
  const points = sparkPath(track, t);
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden>
      {points === null ? null : <polyline points={points} fill="none" stroke="var(--mantine-primary-color-filled)" strokeWidth="1.5" />}
    </svg>
  );
}
