// SPDX-License-Identifier: Apache-2.0
/** Poses over time: x, y, z (m) and the unit quaternion w, x, y, z in the world, and what lies between two of them. */
import { NumberTrack } from "@/episode/series";

export type Pose7 = [x: number, y: number, z: number, qw: number, qx: number, qy: number, qz: number];

const WIDTH = 7;

/** Heading about z, in radians, of a pose. */
export function yawOf(pose: ArrayLike<number>): number {
  const [w, x, y, z] = [pose[3] ?? 1, pose[4] ?? 0, pose[5] ?? 0, pose[6] ?? 0];
  return Math.atan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z));
}

/** Takes a point from a pose's own frame to the frame that the pose is in. */
export function transformed(pose: ArrayLike<number>, x: number, y: number, z: number): [number, number, number] {
  const [px, py, pz] = [pose[0] ?? 0, pose[1] ?? 0, pose[2] ?? 0];
  const [w, qx, qy, qz] = [pose[3] ?? 1, pose[4] ?? 0, pose[5] ?? 0, pose[6] ?? 0];
  const tx = qy * z - qz * y + w * x;
  const ty = qz * x - qx * z + w * y;
  const tz = qx * y - qy * x + w * z;
  return [
    px + x + 2 * (qy * tz - qz * ty),
    py + y + 2 * (qz * tx - qx * tz),
    pz + z + 2 * (qx * ty - qy * tx),
  ];
}

/** A pose given in another pose's frame, in the frame that the other one is in. */
export function composed(outer: ArrayLike<number>, inner: ArrayLike<number>): Pose7 {
  const [x, y, z] = transformed(outer, inner[0] ?? 0, inner[1] ?? 0, inner[2] ?? 0);
  const [aw, ax, ay, az] = [outer[3] ?? 1, outer[4] ?? 0, outer[5] ?? 0, outer[6] ?? 0];
  const [bw, bx, by, bz] = [inner[3] ?? 1, inner[4] ?? 0, inner[5] ?? 0, inner[6] ?? 0];
  return [
    x,
    y,
    z,
    aw * bw - ax * bx - ay * by - az * bz,
    aw * bx + ax * bw + ay * bz - az * by,
    aw * by - ax * bz + ay * bw + az * bx,
    aw * bz + ax * by - ay * bx + az * bw,
  ];
}

/** One thing's poses. */
export class PoseTrack {
  readonly rows = new NumberTrack(WIDTH);

  /**
   * Adds a pose.
   *
   * @param restedUntil the thing did not move from its last pose until then, for frames say only what moved.
   */
  add(t: number, values: ArrayLike<number>, offset: number, restedUntil: number): void {
    const last = this.rows.length - 1;
    if (last >= 0 && restedUntil > this.rows.lastTime && restedUntil < t) {
      this.rows.add(restedUntil, this.rows.values.slice(last * WIDTH, (last + 1) * WIDTH));
    }
    this.rows.add(t, values, offset);
  }

  get length(): number {
    return this.rows.length;
  }

  /** The pose at a time, between two that are known in proportion; before the first and after the last, these. */
  at(t: number): Pose7 | null {
    const { rows } = this;
    if (rows.length === 0) return null;
    const before = rows.indexAt(t);
    if (before < 0) return this.known(0);
    if (before === rows.length - 1) return this.known(before);
    const [t0, t1] = [rows.timeOf(before), rows.timeOf(before + 1)];
    return between(this.known(before), this.known(before + 1), (t - t0) / (t1 - t0));
  }

  /** The pose with a number. */
  known(index: number): Pose7 {
    return Array.from({ length: WIDTH }, (_, column) => this.rows.value(index, column)) as Pose7;
  }
}

/** A pose between two, by the shorter way round; the turn is a normalised linear one, for steps are small. */
export function between(from: Pose7, to: Pose7, share: number): Pose7 {
  const [, , , aw, ax, ay, az] = from;
  const [, , , bw, bx, by, bz] = to;
  const sign = aw * bw + ax * bx + ay * by + az * bz < 0 ? -1 : 1;
  const mixed = from.map((value, column) => value + share * ((column < 3 ? 1 : sign) * (to[column] as number) - value)) as Pose7;
  const length = Math.hypot(mixed[3], mixed[4], mixed[5], mixed[6]) || 1;
  for (let column = 3; column < WIDTH; column += 1) mixed[column] = (mixed[column] as number) / length;
  return mixed;
}
