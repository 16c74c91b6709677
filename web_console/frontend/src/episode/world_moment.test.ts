// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { EpisodeTracks } from "@/episode/episode_tracks";
import type { Detection, DetectionsFrame } from "@/episode/frames";
import { drive } from "@/episode/made_up_episode";
import { momentAt, scanPoints, spotsOf } from "@/episode/world_moment";
import { isIn, ZoneArrivals } from "@/episode/zone_arrivals";
import { madeUpScene } from "@/scene/made_up_scene";

function driven(seconds: number): EpisodeTracks {
  const tracks = new EpisodeTracks();
  tracks.add(drive(seconds));
  return tracks;
}

describe("a moment in the world", () => {
  it("before anything is known shows the robot where it starts", () => {
    const moment = momentAt(madeUpScene(), null, 0);
    expect(moment.robot).toEqual([0, 0, 0.1, 1, 0, 0, 0]);
    expect([moment.scan, moment.detections, moment.poseOf("crate")]).toEqual([null, null, null]);
  });

  it("has the things' poses and what the sensors said last", () => {
    const moment = momentAt(madeUpScene(), driven(4), 1.02);
    expect(moment.robot[0]).toBeCloseTo(0.204);
    expect(moment.poseOf("crate")?.[0]).toBeCloseTo(1);
    expect(moment.scan?.t).toBe(1);
  });

  it("does not show what a sensor said long ago", () => {
    const tracks = driven(1);
    expect(momentAt(madeUpScene(), tracks, 5).scan).toBeNull();
  });
});

describe("a scan", () => {
  it("becomes points in the world, without what is too near, too far or nothing", () => {
    const tracks = driven(1);
    const scan = tracks.scans.at(1);
    const points = new Float32Array(12);
    expect(scan === null ? 0 : scanPoints(madeUpScene(), tracks, scan, points)).toBe(2);
    expect([...points.slice(0, 6)].map((value) => Math.round(value * 100) / 100)).toEqual([1.1, 0, 0.15, 0.2, 0.5, 0.15]);
  });

  it("never writes beyond the room it is given", () => {
    const tracks = driven(1);
    const scan = tracks.scans.at(1);
    expect(scan === null ? 0 : scanPoints(madeUpScene(), tracks, scan, new Float32Array(4))).toBe(1);
  });
});

describe("things seen", () => {
  function seen(changes: Partial<Detection>): DetectionsFrame {
    const one = { label: "red", x: 160, y: 120, w: 20, h: 20, score: 1, ...changes };
    return { k: "detections", t: 0, d: [one] };
  }

  it("stand on the floor where their lower edge is", () => {
    // 160 px is the focal length; 80 rows below the middle is half of the camera's height a metre ahead.
    const [spot] = spotsOf(madeUpScene(), driven(1), seen({ y: 190, h: 20 }));
    expect([spot?.x, spot?.y]).toEqual([expect.closeTo(0.1 + 0.2 * (160 / 80)), expect.closeTo(0)]);
    const [left] = spotsOf(madeUpScene(), driven(1), seen({ x: 80, y: 190, h: 20 }));
    expect(left?.y).toBeCloseTo(0.2);
  });

  it("lie where their middle is if they are a line", () => {
    const [spot] = spotsOf(madeUpScene(), driven(1), seen({ label: "line", y: 200, h: 60 }));
    expect(spot?.x).toBeCloseTo(0.5);
  });

  it("have no place above the horizon, far away, or without a camera", () => {
    expect(spotsOf(madeUpScene(), driven(1), seen({ y: 60 }))).toEqual([]);
    expect(spotsOf(madeUpScene(), driven(1), seen({ y: 111, h: 20 }))).toEqual([]);
    expect(spotsOf(madeUpScene({ camera: null }), driven(1), seen({ y: 200 }))).toEqual([]);
  });
});

describe("zones", () => {
  it("are reached in their order, when the robot's middle is in them", () => {
    const { zones } = madeUpScene();
    const arrivals = new ZoneArrivals(zones);
    const tracks = driven(12);
    arrivals.follow(tracks.robot);
    expect(arrivals.found.map(({ zone, t }) => [zone.name, Math.round(t)])).toEqual([["red", 2], ["far_end", 9]]);
    expect([...arrivals.reachedAt(5)]).toEqual(["red"]);
    const backwards = new ZoneArrivals([...zones].reverse());
    expect(backwards.follow(tracks.robot).map(({ zone }) => zone.name)).toEqual(["far_end"]);
  });

  it("are looked for only in what is new", () => {
    const arrivals = new ZoneArrivals(madeUpScene().zones);
    const tracks = driven(1);
    expect(arrivals.follow(tracks.robot)).toEqual([]);
    tracks.add(drive(3).filter((frame) => frame.k === "poses" && frame.t > 1));
    expect(arrivals.follow(tracks.robot)).toHaveLength(1);
    expect(arrivals.follow(null)).toHaveLength(1);
  });

  it("that are turned are turned", () => {
    const zone = { name: "z", shape: "rectangle", centre_m: [1, 1], size_m: [2, 0.2], yaw_rad: Math.PI / 2, colour: "red" } as const;
    const turned = { ...zone, centre_m: [1, 1] as [number, number], size_m: [2, 0.2] as [number, number] };
    expect(isIn(turned, 1, 1.9)).toBe(true);
    expect(isIn(turned, 1.9, 1)).toBe(false);
  });
});
