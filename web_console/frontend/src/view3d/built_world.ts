// SPDX-License-Identifier: Apache-2.0
/**
 * A scene as objects of three.js. What never moves relative to each other is melted into one mesh with colours at its
 * corners: a world of 250 parts is drawn in a dozen calls, which is what lets a weak machine draw it smoothly.
 */
import {
  BufferAttribute,
  type BufferGeometry,
  Color,
  DoubleSide,
  Group,
  type Material,
  Matrix4,
  Mesh,
  MeshBasicMaterial,
  MeshLambertMaterial,
  type MeshLambertMaterialParameters,
  Quaternion,
  SRGBColorSpace,
  Texture,
  Vector3,
} from "three";
import { mergeGeometries } from "three/addons/utils/BufferGeometryUtils.js";
import type { Scene, SceneEntity, SceneVisual, SceneWheel } from "@/scene/scene";
import type { SceneAssets } from "@/scene/scene_assets";
import type { Lighting } from "@/view3d/lighting";
import { geometryOf, pictureGeometry } from "@/view3d/shape_geometry";

/** Lower than this, a thing throws no shadow worth its cost. */
const FLAT_M = 0.015;

/** A wheel that turns: its object, and how. */
export interface BuiltWheel {
  readonly object: Group;
  readonly atRest: Quaternion;
  readonly axis: Vector3;
  readonly wheel: SceneWheel;
}

export interface BuiltWorld {
  readonly root: Group;
  /** Paints the light into what never moves, or lets it be lit at every picture. */
  readonly light: (lighting: Lighting, baked: boolean) => void;
  /** What moves, by name of its entity. */
  readonly movers: ReadonlyMap<string, Group>;
  readonly wheels: readonly BuiltWheel[];
  readonly dispose: () => void;
}

interface Unmoved {
  readonly mesh: Mesh<BufferGeometry, Material>;
  readonly look: string;
  readonly albedo: BufferAttribute;
}

interface Piece {
  readonly top: number;
  readonly geometry: BufferGeometry;
  readonly look: string;
}

/** Builds a scene. */
export function builtWorld(scene: Scene, assets: SceneAssets): BuiltWorld {
  const root = new Group();
  const movers = new Map<string, Group>();
  const wheels: BuiltWheel[] = [];
  const looks = new Looks(assets);
  const still: Piece[] = [];
  for (const entity of scene.entities) {
    if (entity.static) {
      still.push(...piecesOf(entity, matrixOf(entity.pose), looks, assets));
      continue;
    }
    const group = new Group();
    setPose(group, entity.pose);
    const turning = entity.robot ? scene.wheels : [];
    const turns = new Set(turning.map((wheel) => wheel.link));
    const rigid = { ...entity, links: entity.links.filter((link) => !turns.has(link.name)) };
    addMeshes(group, piecesOf(rigid, new Matrix4(), looks, assets), looks);
    for (const wheel of turning) {
      const link = entity.links.find(({ name }) => name === wheel.link);
      if (link === undefined) continue;
      const object = new Group();
      setPose(object, link.pose);
      const own = { ...entity, links: [{ ...link, pose: [0, 0, 0, 1, 0, 0, 0] as typeof link.pose }] };
      addMeshes(object, piecesOf(own, new Matrix4(), looks, assets), looks);
      group.add(object);
      wheels.push({ object, atRest: object.quaternion.clone(), axis: new Vector3(...wheel.axis), wheel });
    }
    root.add(group);
    movers.set(entity.name, group);
  }
  const fixed = new Group();
  const unmoved = addMeshes(fixed, still, looks);
  fixed.updateMatrixWorld();
  fixed.matrixWorldAutoUpdate = false;
  root.add(fixed);
  return {
    root,
    movers,
    wheels,
    light(lighting, baked) {
      for (const { mesh, look, albedo } of unmoved) {
        mesh.geometry.setAttribute("color", albedo);
        if (baked) mesh.geometry.setAttribute("color", lighting.baked(mesh.geometry));
        mesh.material = looks.material(look, baked);
      }
    },
    dispose() {
      root.traverse((object) => {
        if (object instanceof Mesh) (object.geometry as BufferGeometry).dispose();
      });
      looks.dispose();
    },
  };
}

/** Puts an object at a pose. */
export function setPose(object: Group, pose: ArrayLike<number>): void {
  object.position.set(pose[0] ?? 0, pose[1] ?? 0, pose[2] ?? 0);
  object.quaternion.set(pose[4] ?? 0, pose[5] ?? 0, pose[6] ?? 0, pose[3] ?? 1);
}

function matrixOf(pose: ArrayLike<number>): Matrix4 {
  const group = new Group();
  setPose(group, pose);
  group.updateMatrix();
  return group.matrix;
}

function piecesOf(entity: SceneEntity, place: Matrix4, looks: Looks, assets: SceneAssets): Piece[] {
  const pieces: Piece[] = [];
  for (const link of entity.links) {
    const linkPlace = place.clone().multiply(matrixOf(link.pose));
    for (const visual of link.visuals) {
      const piece = pieceOf(visual, linkPlace, looks, assets);
      if (piece !== null) pieces.push(piece);
    }
  }
  return pieces;
}

function pieceOf(visual: SceneVisual, place: Matrix4, looks: Looks, assets: SceneAssets): Piece | null {
  const { geometry: shape, material } = visual;
  const id = material.texture_id;
  const picture = id !== null && assets.pictures.has(id) && (shape.kind === "box" || shape.kind === "plane") ? id : null;
  const geometry =
    picture !== null && (shape.kind === "box" || shape.kind === "plane")
      ? pictureGeometry(shape)
      : geometryOf(shape, assets.meshes);
  if (geometry === null) return null;
  geometry.applyMatrix4(place.clone().multiply(matrixOf(visual.pose)));
  if (picture === null) geometry.deleteAttribute("uv");
  paint(geometry, visual);
  geometry.computeBoundingBox();
  const top = geometry.boundingBox?.max.z ?? 0;
  const opacity = material.colour[3];
  const kind = picture !== null ? `picture ${picture}` : opacity < 0.995 ? `clear ${opacity}` : "solid";
  return { geometry, top, look: looks.name(kind, shape.kind === "plane" || top < FLAT_M) };
}

/** Gives every corner the visual's colour, as the engine shows it: its numbers are those on the screen (sRGB). */
function paint(geometry: BufferGeometry, visual: SceneVisual): void {
  const [red, green, blue] = visual.material.colour;
  const colour = new Color().setRGB(red, green, blue, SRGBColorSpace).multiplyScalar(1 + visual.material.glow);
  const count = geometry.getAttribute("position").count;
  const colours = new Float32Array(3 * count);
  for (let corner = 0; corner < count; corner += 1) colours.set([colour.r, colour.g, colour.b], 3 * corner);
  geometry.setAttribute("color", new BufferAttribute(colours, 3));
}

/** Melts what looks alike into one mesh each. */
function addMeshes(into: Group, pieces: readonly Piece[], looks: Looks): Unmoved[] {
  const byLook = new Map<string, BufferGeometry[]>();
  // The highest first: what lies under it is then not drawn at all.
  for (const piece of [...pieces].sort((one, other) => other.top - one.top)) {
    byLook.set(piece.look, [...(byLook.get(piece.look) ?? []), piece.geometry]);
  }
  return [...byLook].map(([look, geometries]) => {
    // All of them with an index, or none.
    const indexed = geometries.every((geometry) => geometry.index !== null);
    const alike = indexed ? geometries : geometries.map((one) => (one.index === null ? one : one.toNonIndexed()));
    const merged = mergeGeometries(alike);
    for (const geometry of [...geometries, ...alike]) geometry.dispose();
    const mesh = new Mesh<BufferGeometry, Material>(merged, looks.material(look, false));
    const isFlat = look.endsWith("flat");
    mesh.castShadow = !isFlat && !look.startsWith("clear");
    mesh.receiveShadow = true;
    mesh.renderOrder = isFlat ? 1 : 0;
    into.add(mesh);
    return { mesh, look, albedo: merged.getAttribute("color") as BufferAttribute };
  });
}

/** Materials, each once. */
class Looks {
  private readonly materials = new Map<string, Material>();
  private readonly textures = new Map<string, Texture>();

  constructor(private readonly assets: SceneAssets) {}

  name(kind: string, flat: boolean): string {
    return `${kind}|${flat ? "flat" : "standing"}`;
  }

  /** @param baked its corners' colours have the light in them already. */
  material(look: string, baked: boolean): Material {
    const key = `${look}|${baked ? "baked" : "lit"}`;
    const known = this.materials.get(key);
    if (known !== undefined) return known;
    const made = this.made(look.split("|")[0] ?? "solid", baked);
    this.materials.set(key, made);
    return made;
  }

  private made(kind: string, baked: boolean): Material {
    const [word, value] = kind.split(" ");
    const settings: MeshLambertMaterialParameters = { vertexColors: true };
    if (word === "clear") Object.assign(settings, { transparent: true, opacity: Number(value), depthWrite: false, side: DoubleSide });
    if (word === "picture") settings.map = this.texture(value ?? "");
    return baked ? new MeshBasicMaterial(settings) : new MeshLambertMaterial(settings);
  }

  private texture(id: string): Texture {
    const known = this.textures.get(id);
    if (known !== undefined) return known;
    const texture = new Texture(this.assets.pictures.get(id));
    texture.colorSpace = SRGBColorSpace;
    // Coordinates count from the upper left, as in the engine.
    texture.flipY = false;
    texture.anisotropy = 4;
    texture.needsUpdate = true;
    this.textures.set(id, texture);
    return texture;
  }

  dispose(): void {
    for (const material of this.materials.values()) material.dispose();
    for (const texture of this.textures.values()) texture.dispose();
  }
}
