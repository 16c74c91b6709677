// SPDX-License-Identifier: Apache-2.0
/** From where one looks at the world: after the robot, from above, or from wherever one likes. Angles are radians. */

export type CameraMode = "follow" | "above" | "free";
export const CAMERA_MODES: readonly CameraMode[] = ["follow", "above", "free"];

type Point = [x: number, y: number, z: number];

/** An eye, what it looks at, and what is up for it. */
export interface Look {
  readonly eye: Readonly<Point>;
  readonly target: Readonly<Point>;
  readonly up: Readonly<Point>;
}

const LOWEST_RAD = 0.08;
const STEEPEST_RAD = 1.52;
const NEAREST_M = 0.35;
const FOLLOW_DISTANCE_M = 1.5;
const WIDE = 1.4;
const FOLLOW_RAD = 0.62;
const FREE_RAD = 0.75;
const TARGET_HEIGHT_M = 0.08;
/** What stands at the edges is about so high, and nearer to an eye above than the floor. */
const WALLS_M = 0.5;
/** Walls stand so far within the world's bounds. */
const EDGE_M = 0.4;
/** How long it takes to go most of the way to where the camera should be, in seconds of the wall clock. */
const GLIDE_S = 0.22;
const SETTLED = 1e-3;

interface Spherical {
  target: Point;
  azimuth: number;
  elevation: number;
  distance: number;
}

export class CameraRig {
  mode: CameraMode = "follow";
  private bounds: readonly [number, number, number, number] = [-1, -1, 1, 1];
  private aspect = 1.5;
  private robot = { x: 0, y: 0, yaw: 0 };
  /** What the viewer made of each way of looking: turned, tilted, nearer, moved. */
  private own: Record<CameraMode, { turn: number; tilt: number; zoom: number; shift: [number, number] }> = this.untouched();
  private shown: Spherical | null = null;

  /**
   * @param fovRad vertical field of view.
   * @param glides moves from one view to the other are shown; if not, it jumps.
   */
  constructor(
    private readonly fovRad: number,
    public glides: boolean,
  ) {}

  /** The world's edges, and how much wider than high the picture is. */
  setRoom(bounds: readonly [number, number, number, number], aspect: number): void {
    this.bounds = bounds;
    this.aspect = aspect;
  }

  /** Where the robot is. */
  setRobot(x: number, y: number, yaw: number): void {
    this.robot = { x, y, yaw };
  }

  setMode(mode: CameraMode): void {
    this.mode = mode;
  }

  /** Takes back what the viewer made of this way of looking. */
  reset(): void {
    this.own[this.mode] = this.untouched()[this.mode];
  }

  /** Turns about what is looked at. From above, the picture is turned. */
  orbit(turn: number, tilt: number): void {
    const own = this.own[this.mode];
    own.turn += turn;
    if (this.mode !== "above") own.tilt = clamped(own.tilt + tilt, LOWEST_RAD - this.tiltAtRest, STEEPEST_RAD - this.tiltAtRest);
  }

  /** Comes nearer by a factor (above 1) or goes away (below 1). */
  zoom(factor: number): void {
    const own = this.own[this.mode];
    const distance = this.aim().distance;
    const farthest = 4 * this.fittingDistance();
    own.zoom /= clamped(distance / factor, NEAREST_M, farthest) / distance;
  }

  /** Moves what is looked at, in shares of the picture's height, to the right and up in the picture. */
  pan(right: number, up: number): void {
    if (this.mode === "follow") this.startFree();
    const own = this.own[this.mode];
    const aim = this.aim();
    const metres = 2 * aim.distance * Math.tan(this.fovRad / 2);
    const [sine, cosine] = [Math.sin(aim.azimuth), Math.cos(aim.azimuth)];
    // The eye looks along -azimuth; right of that is +y for an azimuth of 180°.
    const [dx, dy] = [-right * metres, -up * metres];
    const deeper = dy / Math.max(0.25, Math.sin(aim.elevation));
    own.shift[0] += -sine * dx - cosine * deeper;
    own.shift[1] += cosine * dx - sine * deeper;
  }

  /** From following to free, without a jump. */
  private startFree(): void {
    const now = this.shown ?? this.aim();
    this.mode = "free";
    this.own.free = this.untouched().free;
    const rest = this.aim();
    this.own.free.turn = now.azimuth - rest.azimuth;
    this.own.free.tilt = now.elevation - rest.elevation;
    this.own.free.zoom = rest.distance / now.distance;
    this.own.free.shift = [now.target[0] - rest.target[0], now.target[1] - rest.target[1]];
  }

  /**
   * Where to look from now.
   *
   * @param passed seconds of the wall clock since the last look; 0 for the first, or to jump.
   * @returns the look, and whether it still moves.
   */
  look(passed: number): { look: Look; moving: boolean } {
    const aim = this.aim();
    const from = this.shown;
    if (from === null || !this.glides || passed <= 0) {
      this.shown = { ...aim, target: [...aim.target] };
      return { look: lookOf(aim), moving: false };
    }
    const share = 1 - Math.exp(-passed / GLIDE_S);
    const turn = wrapped(aim.azimuth - from.azimuth);
    const next: Spherical = {
      target: from.target.map((value, axis) => value + share * ((aim.target[axis] ?? 0) - value)) as Point,
      azimuth: from.azimuth + share * turn,
      elevation: from.elevation + share * (aim.elevation - from.elevation),
      distance: from.distance * (aim.distance / from.distance) ** share,
    };
    const off =
      Math.hypot(...next.target.map((value, axis) => (aim.target[axis] ?? 0) - value)) +
      Math.abs(wrapped(aim.azimuth - next.azimuth)) +
      Math.abs(aim.elevation - next.elevation) +
      Math.abs(aim.distance / next.distance - 1);
    this.shown = off < SETTLED ? { ...aim, target: [...aim.target] } : next;
    return { look: lookOf(this.shown), moving: off >= SETTLED };
  }

  /** Where the camera would be if it had all the time to get there. */
  private aim(): Spherical {
    const own = this.own[this.mode];
    const [left, bottom, right, top] = this.bounds;
    const middle: Point = [(left + right) / 2 + own.shift[0], (bottom + top) / 2 + own.shift[1], TARGET_HEIGHT_M];
    if (this.mode === "follow") {
      const azimuth = this.robot.yaw + Math.PI + own.turn;
      // As much to both sides in a picture that is high as in one that is wide.
      const distance = (FOLLOW_DISTANCE_M * Math.max(1, WIDE / this.aspect)) / own.zoom;
      // Behind a wall one would see the wall: then the eye rises instead.
      const flat = Math.min(Math.cos(FOLLOW_RAD + own.tilt) * distance, Math.max(0.1, this.roomTowards(azimuth)));
      const elevation = Math.max(FOLLOW_RAD + own.tilt, Math.acos(Math.min(1, flat / distance)));
      return { target: [this.robot.x, this.robot.y, TARGET_HEIGHT_M], azimuth, elevation, distance };
    }
    const above = this.mode === "above";
    return {
      target: middle,
      azimuth: -Math.PI / 2 + (above ? 0 : 0.35) + own.turn,
      elevation: above ? Math.PI / 2 : FREE_RAD + own.tilt,
      distance: (this.fittingDistance() * (above ? 1 : 1.12)) / own.zoom,
    };
  }

  /** How far it is from the robot to the edge of the world in a direction. */
  private roomTowards(azimuth: number): number {
    const [left, bottom, right, top] = this.bounds;
    const [x, y] = [Math.cos(azimuth), Math.sin(azimuth)];
    const across = x > 0 ? right - EDGE_M - this.robot.x : this.robot.x - left - EDGE_M;
    const along = y > 0 ? top - EDGE_M - this.robot.y : this.robot.y - bottom - EDGE_M;
    return Math.min(across / Math.max(1e-6, Math.abs(x)), along / Math.max(1e-6, Math.abs(y)));
  }

  private get tiltAtRest(): number {
    return this.mode === "follow" ? FOLLOW_RAD : FREE_RAD;
  }

  /** From how far above the middle all of the world is seen. */
  private fittingDistance(): number {
    const [left, bottom, right, top] = this.bounds;
    const needed = Math.max((right - left + 0.5) / this.aspect, top - bottom + 0.5);
    return WALLS_M + needed / 2 / Math.tan(this.fovRad / 2);
  }

  private untouched(): CameraRig["own"] {
    const one = (): CameraRig["own"][CameraMode] => ({ turn: 0, tilt: 0, zoom: 1, shift: [0, 0] });
    return { follow: one(), above: one(), free: one() };
  }
}

function lookOf(from: Spherical): Look {
  const { target, azimuth, elevation, distance } = from;
  const flat = Math.cos(elevation) * distance;
  const eye: Point = [
    target[0] + flat * Math.cos(azimuth),
    target[1] + flat * Math.sin(azimuth),
    target[2] + Math.sin(elevation) * distance,
  ];
  // Along the arc on which the eye rises: the same as z to the picture, and still there straight above.
  const up: Point = [-Math.sin(elevation) * Math.cos(azimuth), -Math.sin(elevation) * Math.sin(azimuth), Math.cos(elevation)];
  return { eye, target, up };
}

function clamped(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

function wrapped(angle: number): number {
  return Math.atan2(Math.sin(angle), Math.cos(angle));
}
