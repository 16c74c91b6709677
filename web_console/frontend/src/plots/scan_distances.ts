// SPDX-License-Identifier: Apache-2.0
/** Distances over time as a program is told them: ahead, to the left, to the right, and to whatever is nearest. */
import { floats, type ScanFrame } from "@/episode/frames";
import { NumberTrack, type Series } from "@/episode/series";

/** As wide a fan as `robot.distance()` looks at. */
const HALF_FAN_RAD = (5 * Math.PI) / 180;
export const DIRECTIONS = ["ahead", "left", "right", "nearest"] as const;
const ANGLES = [0, Math.PI / 2, -Math.PI / 2] as const;

/** Follows an episode's scans as they come. */
export class ScanDistances {
  /** Metres by direction, in the order of `DIRECTIONS`; infinite where nothing is in range. */
  readonly track = new NumberTrack(DIRECTIONS.length);
  private last = Number.NEGATIVE_INFINITY;

  /** @param lidarYaw how far the lidar is turned to the left on the robot, rad. */
  constructor(private readonly lidarYaw: number) {}

  follow(scans: Series<ScanFrame>): void {
    for (let index = scans.indexAt(this.last) + 1; index < scans.length; index += 1) {
      const scan = scans.get(index);
      if (scan === null) return;
      this.track.add(scan.t, distancesIn(scan, this.lidarYaw));
      this.last = scan.t;
    }
  }
}

/** The distances in a scan, as `robot.distance()` measures them. */
export function distancesIn(scan: ScanFrame, lidarYaw: number): number[] {
  const ranges = floats(scan.r);
  const found = ANGLES.map((angle) => inFan(ranges, scan, angle - lidarYaw));
  let nearest = Number.POSITIVE_INFINITY;
  for (const range of ranges) if (range < nearest) nearest = range;
  return [...found, Math.max(scan.min, nearest)];
}

function inFan(ranges: Float32Array, scan: ScanFrame, angle: number): number {
  const count = ranges.length;
  if (count === 0) return Number.POSITIVE_INFINITY;
  const centre = (angle - scan.a0) / scan.da;
  const reach = Math.min(HALF_FAN_RAD / Math.abs(scan.da), count / 2);
  let nearest = Number.POSITIVE_INFINITY;
  for (let ray = Math.ceil(centre - reach - 1e-6); ray <= Math.floor(centre + reach + 1e-6); ray += 1) {
    const range = ranges[((ray % count) + count) % count] ?? Number.NaN;
    if (range < nearest) nearest = range;
  }
  return Math.max(scan.min, nearest);
}
