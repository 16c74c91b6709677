// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it, vi } from "vitest";
import { EpisodeTracks } from "@/episode/episode_tracks";
import { drive, planar, poses } from "@/episode/made_up_episode";
import { between, composed, transformed, yawOf } from "@/episode/poses";

function driven(seconds: number): EpisodeTracks {
  const tracks = new EpisodeTracks();
  tracks.add(drive(seconds));
  return tracks;
}

describe("tracks of an episode", () => {
  it("say what was when", () => {
    const tracks = driven(4);
    expect(tracks.endTime).toBe(4);
    expect(tracks.begin?.entities).toEqual(["robot", "crate"]);
    expect(tracks.steps.at(1.02)?.step).toBe(20);
    expect(tracks.log.at(2.9)?.text).toBe("second 2");
    expect(tracks.scans.at(0.15)?.t).toBe(0.1);
    expect(tracks.plots.get("ahead")?.value(20)).toBeCloseTo(0.9);
    expect(tracks.events.at(2)?.subject).toBe("crate");
    expect(tracks.scores.at(1)).toBeNull();
    expect(tracks.end?.score).toBe(40);
  });

  it("move things smoothly between two frames", () => {
    const tracks = driven(4);
    expect(tracks.robot?.at(1.025)?.[0]).toBeCloseTo(0.205);
    expect(tracks.robot?.at(-1)?.[0]).toBe(0);
    expect(tracks.robot?.at(99)?.[0]).toBeCloseTo(0.8);
  });

  it("leave a thing in its place until it moves, however long nothing was heard of it", () => {
    const crate = driven(4).poses.get("crate");
    expect(crate?.at(1.9)?.[0]).toBeCloseTo(1);
    expect(crate?.at(2)?.[0]).toBeCloseTo(1);
    expect(crate?.at(4)?.[0]).toBeCloseTo(1.4);
  });

  it("leave a thing in its place also when no frame came at all while all stood still", () => {
    const tracks = new EpisodeTracks();
    const [begin] = drive(0);
    if (begin === undefined) throw new Error("no drive");
    tracks.add([begin, poses(0, { 0: planar(0, 0) }), poses(0.05, { 0: planar(0.01, 0) }), poses(5, { 0: planar(0.02, 0) })]);
    expect(tracks.robot?.at(4.5)?.[0]).toBeCloseTo(0.01);
    expect(tracks.robot?.at(5)?.[0]).toBeCloseTo(0.02);
  });

  it("take nothing twice when the server says it again", () => {
    const tracks = driven(2);
    const before = [tracks.log.length, tracks.steps.length, tracks.plots.get("ahead")?.length];
    tracks.add(drive(2).filter((frame) => "n" in frame));
    expect([tracks.log.length, tracks.steps.length, tracks.plots.get("ahead")?.length]).toEqual(before);
  });

  it("share between steps what did not change", () => {
    const { steps } = driven(1);
    const [one, other] = [steps.get(5), steps.get(6)];
    expect(one?.variables[0]).toBe(other?.variables[0]);
    expect(one?.variables[1]).not.toBe(other?.variables[1]);
    expect(steps.get(6)?.variables[1]).toEqual(["i", "6"]);
  });

  it("take entities that were not announced for nothing", () => {
    const tracks = driven(1);
    tracks.add([poses(2, { 7: planar(1, 1) })]);
    expect([...tracks.poses.keys()]).toEqual(["robot", "crate"]);
  });

  it("do not grow without end while pictures come", () => {
    const tracks = new EpisodeTracks();
    for (let t = 0; t < 4000; t += 1) tracks.add([{ k: "image", t, w: 320, h: 240, jpeg: new Uint8Array(30_000) }]);
    expect(tracks.images.heaviness).toBeLessThanOrEqual(48_000_000);
    expect(tracks.images.get(0)?.t).toBe(0);
    expect(tracks.images.last?.t).toBe(3999);
  });

  it("take no more curves than a page can hold", () => {
    const tracks = new EpisodeTracks();
    tracks.add(Array.from({ length: 500 }, (_, n) => ({ k: "plot" as const, n, t: n, name: `p${n}`, value: 1 })));
    expect(tracks.plots.size).toBe(200);
  });

  it("tell whoever wants to know, once an addition", () => {
    const tracks = new EpisodeTracks();
    const heard = vi.fn();
    const stop = tracks.subscribe(heard);
    tracks.add(drive(1));
    stop();
    tracks.add(drive(2));
    expect(heard).toHaveBeenCalledTimes(1);
  });
});

describe("poses", () => {
  it("turn the shorter way", () => {
    const half = between(planar(0, 0, 3) as never, planar(1, 2, -3) as never, 0.5);
    expect(Math.abs(yawOf(half))).toBeCloseTo(Math.PI);
    expect([half[0], half[1]]).toEqual([0.5, 1]);
  });

  it("carry points and other poses along", () => {
    const turned = planar(1, 2, Math.PI / 2);
    expect(transformed(turned, 1, 0, 0)).toEqual([expect.closeTo(1), expect.closeTo(3), expect.closeTo(0)]);
    const both = composed(turned, planar(1, 0, Math.PI / 2));
    expect([both[0], both[1]]).toEqual([expect.closeTo(1), expect.closeTo(3)]);
    expect(Math.abs(yawOf(both))).toBeCloseTo(Math.PI);
  });
});
