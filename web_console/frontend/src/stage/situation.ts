// SPDX-License-Identifier: Apache-2.0
/** Where the robot is and what is near it, as facts that can be said in words: for those who do not see the picture. */
import type { EpisodeTracks } from "@/episode/episode_tracks";
import { yawOf } from "@/episode/poses";
import type { ZoneArrivals } from "@/episode/zone_arrivals";
import { momentAt } from "@/episode/world_moment";
import { distanceTo, outlinesAt, type Standing } from "@/scene/footprint";
import type { Scene } from "@/scene/scene";

/** Eight directions of the compass, north being +y, which is up on the map. */
export const COMPASS = ["east", "north_east", "north", "north_west", "west", "south_west", "south", "south_east"] as const;
export type Compass = (typeof COMPASS)[number];

/** Where something is for the robot. */
export const SIDES = ["ahead", "ahead_left", "left", "behind_left", "behind", "behind_right", "right", "ahead_right"] as const;
export type Side = (typeof SIDES)[number];

/** Farther than this, nothing is near. */
const NEAR_M = 2.5;
const STILL_MPS = 0.005;
const STILL_RADPS = 0.03;

/** What is near, or next. */
export interface Neighbour {
  /** The model of a thing, or the name of a zone. */
  readonly name: string;
  readonly distance: number;
  readonly side: Side;
}

export interface Situation {
  readonly t: number;
  readonly x: number;
  readonly y: number;
  readonly facing: Compass;
  readonly moving: "forwards" | "backwards" | "turning" | "still";
  readonly speed: number;
  readonly nearest: Neighbour | null;
  readonly reached: readonly string[];
  /** The next zone to reach. */
  readonly next: Neighbour | null;
}

/** What can be said of a moment. */
export function situationAt(
  scene: Scene,
  standing: readonly Standing[],
  tracks: EpisodeTracks | null,
  arrivals: ZoneArrivals,
  t: number,
): Situation {
  const moment = momentAt(scene, tracks, t);
  const [x, y] = moment.robot;
  const yaw = yawOf(moment.robot);
  let nearest: Neighbour | null = null;
  for (const { entity, parts, outlines } of standing) {
    const pose = entity.static ? null : moment.poseOf(entity.name);
    for (const outline of pose === null ? outlines : outlinesAt(parts, pose)) {
      const distance = Math.max(0, distanceTo(outline.points, x, y) - scene.robot_radius_m);
      if (distance > NEAR_M || (nearest !== null && distance >= nearest.distance)) continue;
      const place = nearestPlace(outline.points, x, y);
      nearest = { name: entity.model || entity.name, distance, side: sideOf(place[0] - x, place[1] - y, yaw) };
    }
  }
  const reached = arrivals.found.filter((arrival) => arrival.t <= t).map((arrival) => arrival.zone.name);
  const zone = scene.zones[reached.length];
  return {
    t,
    x,
    y,
    facing: COMPASS[eighth(yaw)] ?? "east",
    ...motion(tracks, t),
    nearest,
    reached,
    next:
      zone === undefined
        ? null
        : {
            name: zone.name,
            distance: Math.hypot(zone.centre_m[0] - x, zone.centre_m[1] - y),
            side: sideOf(zone.centre_m[0] - x, zone.centre_m[1] - y, yaw),
          },
  };
}

function motion(tracks: EpisodeTracks | null, t: number): Pick<Situation, "moving" | "speed"> {
  const odometry = tracks?.odometry;
  const index = odometry?.indexAt(t) ?? -1;
  if (odometry === undefined || index < 0) return { moving: "still", speed: 0 };
  const [speed, turn] = [odometry.value(index, 3), odometry.value(index, 4)];
  if (Math.abs(speed) > STILL_MPS) return { moving: speed > 0 ? "forwards" : "backwards", speed: Math.abs(speed) };
  return { moving: Math.abs(turn) > STILL_RADPS ? "turning" : "still", speed: 0 };
}

function sideOf(dx: number, dy: number, yaw: number): Side {
  return SIDES[eighth(Math.atan2(dy, dx) - yaw)] ?? "ahead";
}

function eighth(angle: number): number {
  return ((Math.round(angle / (Math.PI / 4)) % 8) + 8) % 8;
}

function nearestPlace(points: readonly (readonly [number, number])[], x: number, y: number): readonly [number, number] {
  let best: readonly [number, number] = [x, y];
  let least = Number.POSITIVE_INFINITY;
  points.forEach(([ax, ay], index) => {
    const [bx, by] = points[(index + 1) % points.length] ?? [ax, ay];
    const [ex, ey] = [bx - ax, by - ay];
    const along = Math.min(1, Math.max(0, ((x - ax) * ex + (y - ay) * ey) / (ex * ex + ey * ey || 1)));
    const place = [ax + along * ex, ay + along * ey] as const;
    const away = Math.hypot(place[0] - x, place[1] - y);
    if (away < least) [least, best] = [away, place];
  });
  return best;
}
