// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { Derived } from "@/episode/derived";
import { EpisodeTracks } from "@/episode/episode_tracks";
import type { ScanFrame } from "@/episode/frames";
import { drive, floatBytes } from "@/episode/made_up_episode";
import { NumberTrack } from "@/episode/series";
import { aligned, type Curve, curvesOf, pointsOf, valueAt } from "@/plots/curves";
import { distancesIn } from "@/plots/scan_distances";
import { madeUpScene } from "@/scene/made_up_scene";

function curve(points: readonly (readonly [number, number])[]): Curve {
  const track = new NumberTrack(1);
  for (const [t, value] of points) track.add(t, [value]);
  return { id: "program:x", group: "program", name: "x", track, column: 0 };
}

/** A scan of 36 rays, every ten degrees from ahead; all see 3 m but those that are told otherwise. */
function scan(near: Readonly<Record<number, number>>, a0 = 0): ScanFrame {
  const ranges = Array.from({ length: 36 }, (_, ray) => near[ray] ?? 3);
  return { k: "scan", t: 1, a0, da: Math.PI / 18, min: 0.12, max: 3.5, r: floatBytes(...ranges) };
}

describe("distances in a scan", () => {
  it("are those ahead, left, right and nearest, as a program is told them", () => {
    expect(distancesIn(scan({ 0: 1, 9: 0.5, 27: 2, 18: 0.3 }), 0)).toEqual([1, 0.5, 2, expect.closeTo(0.3)]);
  });

  it("take into account how the lidar is turned on the robot", () => {
    expect(distancesIn(scan({ 27: 0.5 }), Math.PI / 2).slice(0, 3)).toEqual([0.5, 3, 3]);
  });

  it("look in a fan of ten degrees, and not beyond", () => {
    const fine = Array.from({ length: 360 }, () => 3);
    fine[5] = 1;
    fine[354] = 0.5;
    const one: ScanFrame = { k: "scan", t: 1, a0: 0, da: Math.PI / 180, min: 0.12, max: 3.5, r: floatBytes(...fine) };
    expect(distancesIn(one, 0)[0]).toBe(1);
  });

  it("are the least that can be measured where something is too close, and infinite where nothing is", () => {
    expect(distancesIn(scan({ 0: -Infinity, 9: Infinity, 27: NaN }), 0)).toEqual([0.12, Infinity, Infinity, 0.12]);
    expect(distancesIn({ ...scan({}), r: new Uint8Array(0) }, 0)[0]).toBe(Infinity);
  });
});

describe("curves", () => {
  it("there are of speeds, distances, what the program plots and its variables", () => {
    const tracks = new EpisodeTracks();
    tracks.add(drive(2));
    const derived = new Derived(tracks, madeUpScene());
    expect(curvesOf(tracks, derived).map(({ id }) => id)).toEqual([
      "speed:speed", "turn:turn", "distance:ahead", "distance:left", "distance:right", "distance:nearest",
      "program:ahead", "variable:speed", "variable:i",
    ]);
    expect(curvesOf(new EpisodeTracks(), new Derived(new EpisodeTracks(), undefined))).toEqual([]);
  });

  it("have the value that was last before a time", () => {
    const one = curve([[1, 10], [2, 20]]);
    expect([valueAt(one, 0.5), valueAt(one, 1), valueAt(one, 1.9), valueAt(one, 9)]).toEqual([NaN, 10, 10, 20]);
  });

  it("have gaps where there is no number", () => {
    expect(pointsOf(curve([[1, 1], [2, Infinity], [3, 3]]))).toEqual([[1, 2, 3], [1, null, 3]]);
  });

  it("of very many points keep every peak", () => {
    const points = Array.from({ length: 100_000 }, (_, n) => [n, n === 54_321 ? 99 : Math.sin(n)] as const);
    const [times, values] = pointsOf(curve(points));
    expect(times.length).toBeLessThanOrEqual(4000);
    expect(values).toContain(99);
    expect(times.every((time, index) => index === 0 || time > (times[index - 1] ?? 0))).toBe(true);
  });

  it("of one plot share their times, and do not break where the other one has a point", () => {
    expect(aligned([curve([[1, 1], [3, 3]]), curve([[2, Infinity], [3, 30]])])).toEqual([
      [1, 2, 3],
      [1, undefined, 3],
      [undefined, null, 30],
    ]);
    expect(aligned([])).toEqual([[]]);
  });
});
