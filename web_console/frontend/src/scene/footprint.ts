// SPDX-License-Identifier: Apache-2.0
/** Things as seen from above: the outline of every part on the floor, its colour, and how high it reaches. */
import { composed, transformed } from "@/episode/poses";
import type { Scene, SceneEntity, Shape } from "@/scene/scene";
import type { MeshData, SceneAssets } from "@/scene/scene_assets";

type Point = readonly [x: number, y: number];
type Corner = readonly [x: number, y: number, z: number];

const ROUND = 20;
const MESH_CORNERS = 4000;

/** One part of a thing: corners in the thing's frame, whose hull from above is its outline. */
export interface Part {
  readonly corners: readonly Corner[];
  readonly colour: string;
  readonly opacity: number;
}

/** A part in the world, seen from above. */
export interface Outline {
  readonly points: readonly Point[];
  readonly top: number;
  readonly bottom: number;
  readonly colour: string;
  readonly opacity: number;
}

/** The parts of a thing. */
export function partsOf(entity: SceneEntity, assets: SceneAssets): Part[] {
  return entity.links.flatMap((link) =>
    link.visuals.map((visual) => {
      const pose = composed(link.pose, visual.pose);
      const [red, green, blue, opacity] = visual.material.colour;
      return {
        corners: cornersOf(visual.geometry, assets.meshes).map(([x, y, z]) => transformed(pose, x, y, z)),
        colour: `rgb(${[red, green, blue].map((value) => Math.round(255 * value)).join(" ")})`,
        opacity,
      };
    }),
  );
}

/** The outlines of a thing's parts where the thing is at a pose, the lowest first. */
export function outlinesAt(parts: readonly Part[], pose: ArrayLike<number>): Outline[] {
  const found = parts
    .filter((part) => part.corners.length > 0)
    .map((part) => {
      const corners = part.corners.map(([x, y, z]) => transformed(pose, x, y, z));
      const heights = corners.map((corner) => corner[2]);
      return {
        points: hull(corners.map(([x, y]) => [x, y] as const)),
        top: Math.max(...heights),
        bottom: Math.min(...heights),
        colour: part.colour,
        opacity: part.opacity,
      };
    });
  return found.sort((one, other) => one.top - other.top);
}

/** How far a point is from an outline; 0 inside. */
export function distanceTo(points: readonly Point[], x: number, y: number): number {
  if (points.length === 0) return Number.POSITIVE_INFINITY;
  let nearest = Number.POSITIVE_INFINITY;
  let inside = points.length > 2;
  points.forEach(([ax, ay], index) => {
    const [bx, by] = points[(index + 1) % points.length] ?? [ax, ay];
    const [ex, ey] = [bx - ax, by - ay];
    const [px, py] = [x - ax, y - ay];
    const along = Math.min(1, Math.max(0, (px * ex + py * ey) / (ex * ex + ey * ey || 1)));
    nearest = Math.min(nearest, Math.hypot(px - along * ex, py - along * ey));
    if (ex * py - ey * px < 0) inside = false;
  });
  return inside ? 0 : nearest;
}

/** Convex hull, counter-clockwise (A. M. Andrew's monotone chain, 1979). */
export function hull(points: readonly Point[]): Point[] {
  const ordered = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  if (ordered.length < 3) return ordered;
  const half = (sequence: readonly Point[]): Point[] => {
    const chain: Point[] = [];
    for (const point of sequence) {
      while (chain.length > 1 && turn(chain.at(-2) as Point, chain.at(-1) as Point, point) <= 1e-12) chain.pop();
      chain.push(point);
    }
    chain.pop();
    return chain;
  };
  return [...half(ordered), ...half(ordered.reverse())];
}

function turn(a: Point, b: Point, c: Point): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

function ring(radiusX: number, radiusY: number, z: number): Corner[] {
  return Array.from({ length: ROUND }, (_, side) => {
    const angle = (2 * Math.PI * side) / ROUND;
    return [radiusX * Math.cos(angle), radiusY * Math.sin(angle), z] as const;
  });
}

function cornersOf(shape: Shape, meshes: ReadonlyMap<string, MeshData>): Corner[] {
  switch (shape.kind) {
    case "box":
    case "plane": {
      const [x, y] = [shape.size_m[0] / 2, shape.size_m[1] / 2];
      const z = shape.kind === "box" ? shape.size_m[2] / 2 : 0;
      const flat: Point[] = [[-x, -y], [x, -y], [x, y], [-x, y]];
      return (z > 0 ? [-z, z] : [0]).flatMap((height) => flat.map(([px, py]) => [px, py, height] as const));
    }
    case "cylinder":
      return [-0.5, 0.5].flatMap((end) => ring(shape.radius_m, shape.radius_m, end * shape.length_m));
    case "capsule":
      return rounds(shape.radius_m, shape.radius_m, shape.radius_m).map(
        ([x, y, z]) => [x, y, z + (Math.sign(z) * shape.length_m) / 2] as const,
      );
    case "sphere":
      return rounds(shape.radius_m, shape.radius_m, shape.radius_m);
    case "ellipsoid":
      return rounds(...shape.radii_m);
    case "mesh":
      return meshCorners(meshes.get(shape.mesh_id));
  }
}

function rounds(x: number, y: number, z: number): Corner[] {
  return [-1, -0.7, 0, 0.7, 1].flatMap((height) => {
    const share = Math.sqrt(1 - height * height);
    return share === 0 ? [[0, 0, height * z] as const] : ring(x * share, y * share, height * z);
  });
}

function meshCorners(mesh: MeshData | undefined): Corner[] {
  if (mesh === undefined) return [];
  const count = mesh.points.length / 3;
  const step = Math.max(1, Math.ceil(count / MESH_CORNERS));
  const found: Corner[] = [];
  for (let index = 0; index < count; index += step) {
    found.push([mesh.points[3 * index] ?? 0, mesh.points[3 * index + 1] ?? 0, mesh.points[3 * index + 2] ?? 0]);
  }
  return found;
}

/** Lower than this a thing is part of the floor. */
const FLOOR_M = 0.02;

/** A thing that stands in the world, other than the robot: its outlines where it is at the start, and its parts. */
export interface Standing {
  readonly entity: SceneEntity;
  readonly parts: readonly Part[];
  readonly outlines: readonly Outline[];
}

/** What stands in a scene. */
export function standingThings(scene: Scene, assets: SceneAssets): Standing[] {
  return scene.entities
    .filter((entity) => !entity.robot)
    .map((entity) => {
      const parts = partsOf(entity, assets);
      return { entity, parts, outlines: outlinesAt(parts, entity.pose).filter((outline) => outline.top > FLOOR_M) };
    })
    .filter(({ outlines }) => outlines.length > 0);
}
