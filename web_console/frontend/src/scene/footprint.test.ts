// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { planar } from "@/episode/made_up_episode";
import { distanceTo, hull, outlinesAt, partsOf, standingThings } from "@/scene/footprint";
import { madeUpScene, thing } from "@/scene/made_up_scene";
import type { Shape } from "@/scene/scene";
import { NO_ASSETS, readMesh } from "@/scene/scene_assets";

const SHAPES: readonly (readonly [Shape, width: number, top: number])[] = [
  [{ kind: "box", size_m: [2, 1, 0.4] }, 2, 0.2],
  [{ kind: "plane", size_m: [2, 1] }, 2, 0],
  [{ kind: "cylinder", radius_m: 0.5, length_m: 2 }, 1, 1],
  [{ kind: "sphere", radius_m: 0.5 }, 1, 0.5],
  [{ kind: "capsule", radius_m: 0.5, length_m: 2 }, 1, 1.5],
  [{ kind: "ellipsoid", radii_m: [1, 0.5, 0.25] }, 2, 0.25],
];

describe("outlines from above", () => {
  it.each(SHAPES)("are as wide and as high as the shape %#", (shape, width, top) => {
    const [outline] = outlinesAt(partsOf(thing("x", shape, [0, 0, 0, 1, 0, 0, 0]), NO_ASSETS), [0, 0, 0, 1, 0, 0, 0]);
    const xs = outline?.points.map(([x]) => x) ?? [];
    expect(Math.max(...xs) - Math.min(...xs)).toBeCloseTo(width);
    expect(outline?.top).toBeCloseTo(top);
  });

  it("turn and move with the thing", () => {
    const parts = partsOf(thing("x", { kind: "box", size_m: [2, 1, 0.4] }, [0, 0, 0, 1, 0, 0, 0]), NO_ASSETS);
    const [outline] = outlinesAt(parts, planar(5, 1, Math.PI / 2));
    const ys = outline?.points.map(([, y]) => y) ?? [];
    expect([Math.min(...ys), Math.max(...ys)]).toEqual([expect.closeTo(0), expect.closeTo(2)]);
  });

  it("of a mesh that could not be had are none", () => {
    const parts = partsOf(thing("x", { kind: "mesh", mesh_id: "0".repeat(32) }, [0, 0, 0, 1, 0, 0, 0]), NO_ASSETS);
    expect(outlinesAt(parts, [0, 0, 0, 1, 0, 0, 0])).toEqual([]);
  });

  it("of a mesh that is there are its hull", () => {
    const mesh = { points: new Float32Array([0, 0, 0, 2, 0, 0, 0, 2, 0, 0.5, 0.5, 1]), indices: new Uint32Array([0, 1, 3]) };
    const assets = { ...NO_ASSETS, meshes: new Map([["m", mesh]]) };
    const [outline] = outlinesAt(partsOf(thing("x", { kind: "mesh", mesh_id: "m" }, [0, 0, 0, 1, 0, 0, 0]), assets), [0, 0, 0, 1, 0, 0, 0]);
    expect(outline?.points).toHaveLength(3);
    expect(outline?.top).toBe(1);
  });

  it("leave out the floor and the robot where things that stand are asked for", () => {
    expect(standingThings(madeUpScene(), NO_ASSETS).map(({ entity }) => entity.name)).toEqual(["wall_1m", "crate"]);
  });
});

describe("a hull", () => {
  it("goes counter-clockwise round the outermost points", () => {
    const points = hull([[0, 0], [1, 1], [2, 0], [1, 0.2], [2, 2], [0, 2], [0, 1]]);
    expect(points).toEqual([[0, 0], [2, 0], [2, 2], [0, 2]]);
  });

  it("of few points is these", () => {
    expect(hull([])).toEqual([]);
    expect(hull([[1, 1]])).toEqual([[1, 1]]);
  });

  it("knows how far away one is", () => {
    const square = hull([[0, 0], [2, 0], [2, 2], [0, 2]]);
    expect(distanceTo(square, 1, 1)).toBe(0);
    expect(distanceTo(square, 3, 1)).toBe(1);
    expect(distanceTo(square, 5, 6)).toBe(5);
    expect(distanceTo([], 0, 0)).toBe(Infinity);
  });
});

describe("a mesh from the server", () => {
  const good = new ArrayBuffer(8 + 36 + 12);
  new Uint32Array(good, 0, 2).set([3, 3]);
  new Uint32Array(good, 44, 3).set([0, 1, 2]);

  it("is read where it lies", () => {
    expect(readMesh(good)?.points).toHaveLength(9);
    expect(readMesh(good)?.indices).toHaveLength(3);
  });

  it("is none when it is cut off, too long, or names points that it lacks", () => {
    expect(readMesh(good.slice(0, 50))).toBeNull();
    expect(readMesh(new ArrayBuffer(0))).toBeNull();
    const wrong = good.slice(0);
    new Uint32Array(wrong, 44, 3).set([0, 1, 3]);
    expect(readMesh(wrong)).toBeNull();
    const huge = good.slice(0);
    new Uint32Array(huge, 0, 2).set([0xffffffff, 0xffffffff]);
    expect(readMesh(huge)).toBeNull();
  });
});
