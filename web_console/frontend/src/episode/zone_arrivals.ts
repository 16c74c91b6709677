// SPDX-License-Identifier: Apache-2.0
/** When the robot came to the mission's zones, in the order in which they are to be reached. */
import type { PoseTrack } from "@/episode/poses";
import type { SceneZone } from "@/scene/scene";

/** When a zone was reached. */
export interface Arrival {
  readonly zone: SceneZone;
  readonly t: number;
}

/** Whether a place is in a zone. */
export function isIn(zone: SceneZone, x: number, y: number): boolean {
  const [dx, dy] = [x - zone.centre_m[0], y - zone.centre_m[1]];
  if (zone.shape === "circle") return Math.hypot(dx, dy) <= zone.radius_m;
  const [cosine, sine] = [Math.cos(zone.yaw_rad), Math.sin(zone.yaw_rad)];
  const [along, across] = [cosine * dx + sine * dy, cosine * dy - sine * dx];
  return Math.abs(along) <= zone.size_m[0] / 2 && Math.abs(across) <= zone.size_m[1] / 2;
}

/** Follows the robot's track as it grows; the referee's own count is made in the same way, on every step. */
export class ZoneArrivals {
  found: Arrival[] = [];
  private looked = 0;
  private track: PoseTrack | null = null;

  constructor(private readonly zones: readonly SceneZone[]) {}

  /** Looks at what is new in the track. */
  follow(track: PoseTrack | null): readonly Arrival[] {
    if (track === null) return this.found;
    if (track !== this.track) [this.track, this.looked, this.found] = [track, 0, []];
    const { rows } = track;
    // A track that was thinned out is shorter than before; what was found in it stays found.
    this.looked = Math.min(this.looked, rows.length);
    for (; this.looked < rows.length && this.found.length < this.zones.length; this.looked += 1) {
      const [x, y] = [rows.value(this.looked, 0), rows.value(this.looked, 1)];
      for (;;) {
        const next = this.zones[this.found.length];
        if (next === undefined || !isIn(next, x, y)) break;
        this.found.push({ zone: next, t: rows.timeOf(this.looked) });
      }
    }
    return this.found;
  }

  /** Names of the zones that were reached up to a time. */
  reachedAt(t: number): ReadonlySet<string> {
    return new Set(this.found.filter((arrival) => arrival.t <= t).map((arrival) => arrival.zone.name));
  }
}
