// SPDX-License-Identifier: Apache-2.0
/** Where everything was, and what the robot felt and saw, at one moment: what both views of the world draw. */
import type { EpisodeTracks } from "@/episode/episode_tracks";
import { type Detection, type DetectionsFrame, floats, type ScanFrame } from "@/episode/frames";
import { composed, type Pose7, transformed } from "@/episode/poses";
import type { Scene, SceneCamera } from "@/scene/scene";

/** Older than this, in simulated seconds, what a sensor said is not shown any more. */
const STALE_S = 1;
const FARTHEST_SPOT_M = 8;

/** Something seen, at the place on the floor where it stands. */
export interface Spot {
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly distance: number;
}

export interface WorldMoment {
  readonly t: number;
  /** The robot's pose; as it starts, before anything is known. */
  readonly robot: Pose7;
  /** Where a thing is; null for one that never moves, or is not known yet. */
  readonly poseOf: (name: string) => Pose7 | null;
  readonly scan: ScanFrame | null;
  readonly detections: DetectionsFrame | null;
}

/** What is known of a moment. */
export function momentAt(scene: Scene, tracks: EpisodeTracks | null, t: number): WorldMoment {
  const start = (scene.entities.find((entity) => entity.robot)?.pose ?? [0, 0, 0, 1, 0, 0, 0]);
  return {
    t,
    robot: tracks?.robot?.at(t) ?? start,
    poseOf: (name) => tracks?.poses.get(name)?.at(t) ?? null,
    scan: fresh(tracks?.scans.at(t), t),
    detections: fresh(tracks?.detections.at(t), t),
  };
}

function fresh<T extends { readonly t: number }>(frame: T | null | undefined, t: number): T | null {
  return frame !== null && frame !== undefined && t - frame.t <= STALE_S ? frame : null;
}

/**
 * The points that a scan hit, in the world.
 *
 * @param into gets x, y, z of each.
 * @returns how many there are.
 */
export function scanPoints(scene: Scene, tracks: EpisodeTracks, scan: ScanFrame, into: Float32Array): number {
  const robot = tracks.robot?.at(scan.t);
  if (robot === null || robot === undefined || scene.lidar === null) return 0;
  const lidar = composed(robot, scene.lidar.pose);
  const ranges = floats(scan.r);
  let count = 0;
  for (let ray = 0; ray < ranges.length && 3 * count + 2 < into.length; ray += 1) {
    const range = ranges[ray] ?? Number.NaN;
    if (!(range >= scan.min && range <= scan.max)) continue;
    const angle = scan.a0 + ray * scan.da;
    into.set(transformed(lidar, range * Math.cos(angle), range * Math.sin(angle), 0), 3 * count);
    count += 1;
  }
  return count;
}

/** Where what is seen stands on the floor; what lies above the horizon, or far away, has no known distance. */
export function spotsOf(scene: Scene, tracks: EpisodeTracks, seen: DetectionsFrame): Spot[] {
  const robot = tracks.robot?.at(seen.t);
  if (robot === null || robot === undefined || scene.camera === null) return [];
  const { camera } = scene;
  return seen.d.map((detection) => spotOf(camera, robot, detection)).filter((spot) => spot !== null);
}

function spotOf(camera: SceneCamera, robot: Pose7, seen: Detection): Spot | null {
  const focal = camera.width_px / 2 / Math.tan(camera.horizontal_fov_rad / 2);
  // A line lies on the floor; anything else stands on it with its lower edge.
  const row = isLine(seen) ? seen.y : seen.y + seen.h / 2;
  const pose = composed(robot, camera.pose);
  const ahead = transformed(pose, 1, -(seen.x - camera.width_px / 2) / focal, -(row - camera.height_px / 2) / focal);
  const fall = pose[2] - ahead[2];
  if (fall <= 1e-6) return null;
  const share = pose[2] / fall;
  const x = pose[0] + share * (ahead[0] - pose[0]);
  const y = pose[1] + share * (ahead[1] - pose[1]);
  const distance = Math.hypot(x - robot[0], y - robot[1]);
  return distance <= FARTHEST_SPOT_M ? { label: seen.label, x, y, distance } : null;
}

/** Whether something seen is a piece of a line on the floor. */
export function isLine(seen: Detection): boolean {
  return seen.label === "line";
}
