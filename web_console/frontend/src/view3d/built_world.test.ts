// SPDX-License-Identifier: Apache-2.0
import { type BufferGeometry, type Material, Mesh, Vector3 } from "three";
import { describe, expect, it } from "vitest";
import { EpisodeTracks } from "@/episode/episode_tracks";
import { drive } from "@/episode/made_up_episode";
import { madeUpScene, thing } from "@/scene/made_up_scene";
import { paletteFor } from "@/scene/palette";
import { NO_ASSETS } from "@/scene/scene_assets";
import { builtWorld } from "@/view3d/built_world";
import { marks } from "@/view3d/floor_grid";
import { Lighting } from "@/view3d/lighting";
import { pictureGeometry } from "@/view3d/shape_geometry";
import { Trail } from "@/view3d/trail";

function meshes(world: ReturnType<typeof builtWorld>): Mesh<BufferGeometry, Material>[] {
  const found: Mesh<BufferGeometry, Material>[] = [];
  world.root.traverse((object) => {
    if (object instanceof Mesh) found.push(object as Mesh<BufferGeometry, Material>);
  });
  return found;
}

describe("a built world", () => {
  it("melts together what never moves", () => {
    const boxes = Array.from({ length: 100 }, (_, n) => thing(`box${n}`, { kind: "box", size_m: [1, 1, 1] }, [n, 0, 0, 1, 0, 0, 0]));
    const world = builtWorld(madeUpScene({ entities: boxes }), NO_ASSETS);
    expect(meshes(world)).toHaveLength(1);
    expect(meshes(world)[0]?.geometry.getAttribute("position").count).toBe(2400);
  });

  it("keeps what moves apart, and the robot's wheels for themselves", () => {
    const world = builtWorld(madeUpScene(), NO_ASSETS);
    expect([...world.movers.keys()]).toEqual(["crate", "robot"]);
    expect(world.movers.get("crate")?.position.x).toBe(1);
    expect(world.wheels.map(({ wheel }) => wheel.link)).toEqual(["left", "right"]);
    expect(world.wheels[0]?.object.position.y).toBe(0.08);
  });

  it("has everything where the scene says", () => {
    const box = thing("box", { kind: "cylinder", radius_m: 0.5, length_m: 2 }, [1, 2, 3, Math.SQRT1_2, 0, Math.SQRT1_2, 0]);
    const [mesh] = meshes(builtWorld(madeUpScene({ entities: [box] }), NO_ASSETS));
    mesh?.geometry.computeBoundingBox();
    const size = mesh?.geometry.boundingBox?.getSize(new Vector3());
    // Standing along z in its own frame, it lies along x after a quarter turn about y.
    expect([size?.x, size?.y, size?.z].map((value) => Math.round((value ?? 0) * 100) / 100)).toEqual([2, 1, 1]);
    expect(mesh?.geometry.boundingBox?.getCenter(new Vector3()).z).toBeCloseTo(3);
  });

  it("leaves out a mesh that could not be had, and shows the rest", () => {
    const entities = [
      thing("gone", { kind: "mesh", mesh_id: "0".repeat(32) }, [0, 0, 0, 1, 0, 0, 0]),
      thing("box", { kind: "box", size_m: [1, 1, 1] }, [0, 0, 0, 1, 0, 0, 0]),
    ];
    expect(meshes(builtWorld(madeUpScene({ entities }), NO_ASSETS))).toHaveLength(1);
  });

  it("can have its light painted on, brighter on top than below", () => {
    const scene = madeUpScene({ entities: [thing("box", { kind: "box", size_m: [1, 1, 1] }, [0, 0, 1, 1, 0, 0, 0])] });
    const world = builtWorld(scene, NO_ASSETS);
    const lighting = new Lighting(scene.bounds_m);
    lighting.paint(paletteFor(false));
    const [mesh] = meshes(world);
    const before = [...(mesh?.geometry.getAttribute("color").array ?? [])];
    world.light(lighting, true);
    const colours = mesh?.geometry.getAttribute("color");
    const normals = mesh?.geometry.getAttribute("normal");
    const red = (up: number): number =>
      Array.from({ length: normals?.count ?? 0 }, (_, n) => n).filter((n) => normals?.getZ(n) === up).map((n) => colours?.getX(n) ?? 0)[0] ?? 0;
    expect(red(1)).toBeGreaterThan(red(-1));
    world.light(lighting, false);
    expect([...(mesh?.geometry.getAttribute("color").array ?? [])]).toEqual(before);
  });

  it("gives everything back", () => {
    const world = builtWorld(madeUpScene(), NO_ASSETS);
    const [open, gone] = [new Set<object>(), new Set<object>()];
    for (const mesh of meshes(world)) {
      for (const part of [mesh.geometry, mesh.material]) {
        open.add(part);
        part.addEventListener("dispose", () => gone.add(part));
      }
    }
    world.dispose();
    expect(open.size).toBeGreaterThan(3);
    expect(gone).toEqual(open);
  });

  it("shows a whole picture upright on each face", () => {
    const geometry = pictureGeometry({ kind: "box", size_m: [2, 0.1, 1] });
    const [position, uv] = [geometry.getAttribute("position"), geometry.getAttribute("uv")];
    expect(position.count).toBe(24);
    for (let corner = 8; corner < 24; corner += 1) {
      // On the four sides, the picture's upper edge (v = 0) is on top.
      expect(uv.getY(corner)).toBe(position.getZ(corner) > 0 ? 0 : 1);
    }
    expect(pictureGeometry({ kind: "plane", size_m: [1, 1] }).getAttribute("position").count).toBe(4);
  });
});

describe("the trail", () => {
  it("is as long as the way that the robot went, however it grows", () => {
    const tracks = new EpisodeTracks();
    const trail = new Trail();
    for (const seconds of [1, 5, 60]) {
      tracks.add(drive(seconds).filter((frame) => frame.k === "begin" || frame.k === "poses"));
      trail.show(tracks.robot, tracks.endTime);
    }
    const [gone, coming] = trail.root.children.map((child) => (child instanceof Mesh ? (child.geometry as BufferGeometry) : undefined));
    // 12 m in pieces of 2 cm (every second pose), of two triangles each.
    expect(gone?.drawRange.count).toBeGreaterThan(6 * 500);
    expect(coming?.drawRange.count).toBe(0);
    trail.show(tracks.robot, 30);
    expect((gone?.drawRange.count ?? 0) / (coming?.drawRange.count ?? 1)).toBeCloseTo(1, 1);
    expect(coming?.drawRange.start).toBe(gone?.drawRange.count);
    trail.dispose();
  });
});

describe("the grid", () => {
  it("has a line at every whole step within the bounds", () => {
    expect(marks(-2.3, 2, 1)).toEqual([-2, -1, 0, 1, 2]);
    expect(marks(0, 1, 0.5)).toEqual([0, 0.5, 1]);
  });
});
