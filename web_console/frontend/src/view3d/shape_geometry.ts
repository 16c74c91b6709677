// SPDX-License-Identifier: Apache-2.0
/** Shapes of a scene as triangles for three.js; z is up. */
import {
  BoxGeometry,
  BufferAttribute,
  BufferGeometry,
  CapsuleGeometry,
  CylinderGeometry,
  PlaneGeometry,
  SphereGeometry,
  Vector3,
} from "three";
import { toCreasedNormals } from "three/addons/utils/BufferGeometryUtils.js";
import type { Shape } from "@/scene/scene";
import type { MeshData } from "@/scene/scene_assets";

const CREASE_RAD = Math.PI / 5;

/** How many sides make a circle of a radius look round. */
function sides(radius: number): number {
  return radius < 0.02 ? 12 : radius < 0.1 ? 20 : 32;
}

/** The triangles of a shape; null for a mesh that could not be had. */
export function geometryOf(shape: Shape, meshes: ReadonlyMap<string, MeshData>): BufferGeometry | null {
  switch (shape.kind) {
    case "box":
      return new BoxGeometry(...shape.size_m);
    case "sphere":
      return new SphereGeometry(shape.radius_m, sides(shape.radius_m), Math.ceil(sides(shape.radius_m) / 2));
    case "ellipsoid":
      return new SphereGeometry(1, 24, 16).scale(...shape.radii_m);
    case "cylinder":
      // three.js's cylinders stand along y.
      return new CylinderGeometry(shape.radius_m, shape.radius_m, shape.length_m, sides(shape.radius_m)).rotateX(Math.PI / 2);
    case "capsule":
      return new CapsuleGeometry(shape.radius_m, shape.length_m, 6, sides(shape.radius_m)).rotateX(Math.PI / 2);
    case "plane":
      return new PlaneGeometry(...shape.size_m);
    case "mesh": {
      const mesh = meshes.get(shape.mesh_id);
      if (mesh === undefined) return null;
      const geometry = new BufferGeometry();
      geometry.setAttribute("position", new BufferAttribute(mesh.points, 3));
      geometry.setIndex(new BufferAttribute(mesh.indices, 1));
      const creased = toCreasedNormals(geometry, CREASE_RAD);
      geometry.dispose();
      return creased;
    }
  }
}

const FACES: readonly (readonly [normal: Vector3, up: Vector3])[] = [
  [new Vector3(0, 0, 1), new Vector3(0, 1, 0)],
  [new Vector3(0, 0, -1), new Vector3(0, 1, 0)],
  ...[[1, 0], [-1, 0], [0, 1], [0, -1]].map(
    ([x, y]) => [new Vector3(x, y, 0), new Vector3(0, 0, 1)] as const,
  ),
];

/** A box or plane that shows a whole picture upright on each face, seen from outside with z up, as the engine draws it. */
export function pictureGeometry(shape: Shape & { kind: "box" | "plane" }): BufferGeometry {
  const half = new Vector3(shape.size_m[0], shape.size_m[1], shape.kind === "box" ? shape.size_m[2] : 0).multiplyScalar(0.5);
  const positions: number[] = [];
  const normals: number[] = [];
  const coordinates: number[] = [];
  const indices: number[] = [];
  for (const [normal, up] of shape.kind === "box" ? FACES : FACES.slice(0, 1)) {
    const right = new Vector3().crossVectors(up, normal);
    const first = positions.length / 3;
    for (const [across, along] of [[-1, 1], [-1, -1], [1, -1], [1, 1]] as const) {
      const corner = normal.clone().addScaledVector(right, across).addScaledVector(up, along).multiply(half);
      positions.push(corner.x, corner.y, corner.z);
      normals.push(normal.x, normal.y, normal.z);
      coordinates.push((across + 1) / 2, (1 - along) / 2); // from the picture's upper left
    }
    indices.push(first, first + 1, first + 2, first, first + 2, first + 3);
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(new Float32Array(positions), 3));
  geometry.setAttribute("normal", new BufferAttribute(new Float32Array(normals), 3));
  geometry.setAttribute("uv", new BufferAttribute(new Float32Array(coordinates), 2));
  geometry.setIndex(indices);
  return geometry;
}
