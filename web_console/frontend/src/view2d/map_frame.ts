// SPDX-License-Identifier: Apache-2.0
/** Which part of the floor a map shows, and where on the screen a place of it is. North (+y) is up. */
import type { CameraMode } from "@/view3d/camera_rig";

/** From metres in the world to pixels on the screen. */
export interface Mapping {
  /** Pixels a metre. */
  readonly scale: number;
  readonly x: (metres: number) => number;
  readonly y: (metres: number) => number;
}

const EDGE_PX = 26;
const FOLLOWED_M = 2.4;
const MOST_SCALE = 1500;

export class MapFrame {
  mode: CameraMode = "above";
  private width = 1;
  private height = 1;
  private robot = { x: 0, y: 0 };
  private zoomed = 1;
  private shift = { x: 0, y: 0 };

  constructor(private readonly bounds: readonly [number, number, number, number]) {}

  setRoom(width: number, height: number): void {
    this.width = width;
    this.height = height;
  }

  setRobot(x: number, y: number): void {
    this.robot = { x, y };
  }

  setMode(mode: CameraMode): void {
    if (mode === this.mode) return;
    this.mode = mode;
    if (mode !== "free") this.reset();
  }

  reset(): void {
    this.zoomed = 1;
    this.shift = { x: 0, y: 0 };
  }

  /** Moves the picture by pixels. A map that follows the robot does so no longer, and stays where it is. */
  pan(rightPx: number, downPx: number): void {
    if (this.mode === "follow") {
      const { scale } = this.mapping();
      const [x, y] = this.middle;
      const { robot } = this;
      this.mode = "free";
      this.zoomed = scale / this.fitting;
      this.shift = { x: robot.x - x, y: robot.y - y };
    }
    const { scale } = this.mapping();
    this.shift.x -= rightPx / scale;
    this.shift.y += downPx / scale;
  }

  /** Comes nearer by a factor; what is at a place of the screen stays there. */
  zoom(factor: number, at: { x: number; y: number } | null): void {
    const before = this.mapping();
    const wanted = Math.min(MOST_SCALE, Math.max(this.fitting / 4, before.scale * factor));
    this.zoomed *= wanted / before.scale;
    if (at === null || this.mode === "follow") return;
    const [right, down] = [at.x - this.width / 2, at.y - this.height / 2];
    this.shift.x += right / before.scale - right / wanted;
    this.shift.y -= down / before.scale - down / wanted;
  }

  mapping(): Mapping {
    const follows = this.mode === "follow";
    const scale = this.zoomed * (follows ? Math.min(this.width, this.height) / FOLLOWED_M : this.fitting);
    const [middleX, middleY] = this.middle;
    const [x, y] = follows ? [this.robot.x, this.robot.y] : [middleX + this.shift.x, middleY + this.shift.y];
    return {
      scale,
      x: (metres) => this.width / 2 + (metres - x) * scale,
      y: (metres) => this.height / 2 - (metres - y) * scale,
    };
  }

  private get middle(): [number, number] {
    const [left, bottom, right, top] = this.bounds;
    return [(left + right) / 2, (bottom + top) / 2];
  }

  private get fitting(): number {
    const [left, bottom, right, top] = this.bounds;
    return Math.max(
      1,
      Math.min((this.width - 2 * EDGE_PX) / (right - left), (this.height - 2 * EDGE_PX) / (top - bottom)),
    );
  }
}
