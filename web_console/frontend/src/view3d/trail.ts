// SPDX-License-Identifier: Apache-2.0
/** The way that the robot went, as a ribbon on the floor: where it has been up to now, and faintly where it will go. */
import { BufferAttribute, BufferGeometry, DoubleSide, DynamicDrawUsage, Group, Mesh, MeshBasicMaterial } from "three";
import { lastNotAfter } from "@/episode/series";
import type { PoseTrack } from "@/episode/poses";
import type { Palette } from "@/scene/palette";

const HALF_WIDTH_M = 0.011;
const ABOVE_FLOOR_M = 0.0075;
const APART_M = 0.012;

export class Trail {
  readonly root = new Group();
  private readonly gone = new MeshBasicMaterial({ side: DoubleSide, transparent: true, opacity: 0.85, depthWrite: false });
  private readonly coming = new MeshBasicMaterial({ side: DoubleSide, transparent: true, opacity: 0.35, depthWrite: false });
  private readonly geometries = [new BufferGeometry(), new BufferGeometry()] as const;
  private positions = new Float32Array(6 * 256);
  private indices = new Uint32Array(6 * 256);
  private times: number[] = [];
  /** How many of the track's poses were looked at. */
  private taken = 0;
  private track: PoseTrack | null = null;
  private last: readonly [x: number, y: number] = [Number.NaN, Number.NaN];

  constructor() {
    const [gone, coming] = [new Mesh(this.geometries[0], this.gone), new Mesh(this.geometries[1], this.coming)];
    for (const mesh of [gone, coming]) {
      mesh.frustumCulled = false;
      this.root.add(mesh);
    }
    this.allot();
  }

  /** Shows the way up to a time. */
  show(track: PoseTrack | null, t: number): void {
    if (track === null) return;
    this.take(track);
    const pieces = Math.max(0, lastNotAfter(this.times.length, (index) => this.times[index] ?? 0, t));
    const all = Math.max(0, this.times.length - 1);
    this.geometries[0].setDrawRange(0, 6 * pieces);
    this.geometries[1].setDrawRange(6 * pieces, 6 * (all - pieces));
  }

  paint(palette: Palette): void {
    this.gone.color.set(palette.trail);
    this.coming.color.set(palette.trailAhead);
  }

  dispose(): void {
    for (const geometry of this.geometries) geometry.dispose();
    this.gone.dispose();
    this.coming.dispose();
  }

  private take(track: PoseTrack): void {
    const { rows } = track;
    // Another track, or one that was thinned out, has other poses at the same numbers.
    if (track !== this.track || this.taken > rows.length) {
      this.track = track;
      this.taken = 0;
      this.times = [];
      this.last = [Number.NaN, Number.NaN];
    }
    const first = this.times.length;
    for (; this.taken < rows.length; this.taken += 1) {
      const [x, y] = [rows.value(this.taken, 0), rows.value(this.taken, 1)];
      const [dx, dy] = [x - this.last[0], y - this.last[1]];
      if (Math.hypot(dx, dy) < APART_M) continue;
      this.addEdge(x, y, dx, dy, rows.timeOf(this.taken));
    }
    if (this.times.length !== first) this.upload(first);
  }

  private addEdge(x: number, y: number, dx: number, dy: number, t: number): void {
    const edge = this.times.length;
    if (6 * (edge + 1) > this.positions.length) this.grow();
    const length = Math.hypot(dx, dy);
    // The first edge has no direction yet; the second one gives it its own.
    const [ox, oy] = Number.isFinite(length) ? [(-dy / length) * HALF_WIDTH_M, (dx / length) * HALF_WIDTH_M] : [0, 0];
    this.positions.set([x + ox, y + oy, ABOVE_FLOOR_M, x - ox, y - oy, ABOVE_FLOOR_M], 6 * edge);
    if (edge > 0) {
      const a = 2 * (edge - 1);
      this.indices.set([a, a + 1, a + 2, a + 1, a + 3, a + 2], 6 * (edge - 1));
    }
    this.times.push(t);
    this.last = [x, y];
  }

  private grow(): void {
    const positions = new Float32Array(2 * this.positions.length);
    positions.set(this.positions);
    const indices = new Uint32Array(2 * this.indices.length);
    indices.set(this.indices);
    [this.positions, this.indices] = [positions, indices];
    this.allot();
  }

  /** Both ribbons share their corners. */
  private allot(): void {
    const position = new BufferAttribute(this.positions, 3).setUsage(DynamicDrawUsage);
    const index = new BufferAttribute(this.indices, 1).setUsage(DynamicDrawUsage);
    for (const geometry of this.geometries) {
      geometry.dispose();
      geometry.setAttribute("position", position);
      geometry.setIndex(index);
    }
  }

  private upload(first: number): void {
    const [geometry] = this.geometries;
    const position = geometry.getAttribute("position") as BufferAttribute;
    position.addUpdateRange(6 * first, 6 * (this.times.length - first));
    position.needsUpdate = true;
    const { index } = geometry;
    if (index === null) return;
    const from = 6 * Math.max(0, first - 1);
    index.addUpdateRange(from, 6 * this.times.length - from);
    index.needsUpdate = true;
  }
}
