// SPDX-License-Identifier: Apache-2.0
/** Triangles and pictures that scenes name. What can't be had is left out: the rest is still worth seeing. */
import type { Scene } from "@/scene/scene";

/** Points (x, y, z in m) and, three a triangle, indices into them. */
export interface MeshData {
  readonly points: Float32Array;
  readonly indices: Uint32Array;
}

/** What a scene needs, by id. */
export interface SceneAssets {
  readonly meshes: ReadonlyMap<string, MeshData>;
  readonly pictures: ReadonlyMap<string, ImageBitmap>;
}

export const NO_ASSETS: SceneAssets = { meshes: new Map(), pictures: new Map() };

/** Reads what `/api/meshes/{id}` gives; null if it is cut off. */
export function readMesh(content: ArrayBuffer): MeshData | null {
  if (content.byteLength < 8) return null;
  const [points, indices] = new Uint32Array(content, 0, 2) as unknown as [number, number];
  if (content.byteLength !== 8 + 12 * points + 4 * indices) return null;
  const mesh = { points: new Float32Array(content, 8, 3 * points), indices: new Uint32Array(content, 8 + 12 * points, indices) };
  return mesh.indices.every((index) => index < points) ? mesh : null;
}

/** The ids of all meshes and pictures in a scene. */
export function assetIds(scene: Scene): { meshes: Set<string>; pictures: Set<string> } {
  const meshes = new Set<string>();
  const pictures = new Set<string>();
  for (const entity of scene.entities) {
    for (const link of entity.links) {
      for (const visual of link.visuals) {
        if (visual.geometry.kind === "mesh") meshes.add(visual.geometry.mesh_id);
        if (visual.material.texture_id !== null) pictures.add(visual.material.texture_id);
      }
    }
  }
  return { meshes, pictures };
}

/** Fetches all that a scene needs. The browser keeps the files themselves. */
export async function loadAssets(scene: Scene): Promise<SceneAssets> {
  const ids = assetIds(scene);
  if (ids.meshes.size + ids.pictures.size === 0) return NO_ASSETS;
  const meshes = new Map<string, MeshData>();
  const pictures = new Map<string, ImageBitmap>();
  await Promise.all([
    ...[...ids.meshes].map(async (id) => {
      const mesh = await fetched(`/api/meshes/${id}`, async (response) => readMesh(await response.arrayBuffer()));
      if (mesh !== null) meshes.set(id, mesh);
    }),
    ...[...ids.pictures].map(async (id) => {
      const picture = await fetched(`/api/textures/${id}`, async (response) => createImageBitmap(await response.blob()));
      if (picture !== null) pictures.set(id, picture);
    }),
  ]);
  return { meshes, pictures };
}

async function fetched<T>(path: string, read: (response: Response) => Promise<T | null>): Promise<T | null> {
  try {
    const response = await fetch(path, { credentials: "same-origin" });
    return response.ok ? await read(response) : null;
  } catch {
    return null;
  }
}
