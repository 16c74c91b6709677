// SPDX-License-Identifier: Apache-2.0
/** Draws a world from above on a plain canvas: for browsers without WebGL, and for whoever likes maps. */
import type { EpisodeTracks } from "@/episode/episode_tracks";
import { yawOf } from "@/episode/poses";
import { lastNotAfter } from "@/episode/series";
import { momentAt, scanPoints, spotsOf, type WorldMoment } from "@/episode/world_moment";
import { type Outline, outlinesAt, type Part, partsOf } from "@/scene/footprint";
import type { Layers } from "@/scene/layers";
import type { Palette } from "@/scene/palette";
import type { Scene, SceneZone } from "@/scene/scene";
import type { SceneAssets } from "@/scene/scene_assets";
import { colourOf } from "@/scene/zone_colours";
import type { ViewHandle, WorldTexts } from "@/stage/view_props";
import { type Mapping, MapFrame } from "@/view2d/map_frame";

const MOST_POINTS = 4096;
const FONT = "600 12px system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif";

/** What a picture is made of. */
export interface MapPicture {
  readonly tracks: EpisodeTracks | null;
  readonly t: number;
  readonly reached: ReadonlySet<string>;
}

export class TopView implements ViewHandle {
  readonly map: MapFrame;
  private readonly context: CanvasRenderingContext2D;
  private readonly still: readonly Outline[];
  private readonly movers: readonly { name: string; pose: ArrayLike<number>; parts: readonly Part[] }[];
  private readonly points = new Float32Array(3 * MOST_POINTS);
  private picture: MapPicture = { tracks: null, t: 0, reached: new Set() };
  private frame: number | null = null;
  private size = { width: 1, height: 1 };
  private disposed = false;

  /** @throws Error if the browser can't draw. */
  constructor(
    readonly canvas: HTMLCanvasElement,
    private readonly scene: Scene,
    assets: SceneAssets,
    private palette: Palette,
    private layers: Layers,
    private readonly texts: WorldTexts,
  ) {
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("this browser can't draw on a canvas");
    this.context = context;
    this.map = new MapFrame(scene.bounds_m);
    const fixed = scene.entities.filter((entity) => entity.static);
    this.still = fixed
      .flatMap((entity) => outlinesAt(partsOf(entity, assets), entity.pose))
      .sort((one, other) => one.top - other.top);
    this.movers = scene.entities
      .filter((entity) => !entity.static)
      .map((entity) => ({ name: entity.name, pose: entity.pose, parts: partsOf(entity, assets) }));
  }

  show(picture: MapPicture): void {
    this.picture = picture;
    this.ask();
  }

  setLook(palette: Palette, layers: Layers): void {
    this.palette = palette;
    this.layers = layers;
    this.ask();
  }

  resize(width: number, height: number): void {
    this.size = { width: Math.max(1, width), height: Math.max(1, height) };
    this.map.setRoom(this.size.width, this.size.height);
    const ratio = Math.min(2, window.devicePixelRatio);
    this.canvas.width = Math.round(this.size.width * ratio);
    this.canvas.height = Math.round(this.size.height * ratio);
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.ask();
  }

  zoom(factor: number): void {
    this.map.zoom(factor, null);
    this.ask();
  }

  reset(): void {
    this.map.reset();
    this.ask();
  }

  ask(): void {
    if (this.disposed || this.frame !== null) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = null;
      this.draw();
    });
  }

  dispose(): void {
    this.disposed = true;
    if (this.frame !== null) cancelAnimationFrame(this.frame);
  }

  private draw(): void {
    const { context, palette, layers, scene } = this;
    const { tracks, t, reached } = this.picture;
    const moment = momentAt(scene, tracks, t);
    this.map.setRobot(moment.robot[0], moment.robot[1]);
    const map = this.map.mapping();
    context.fillStyle = palette.background;
    context.fillRect(0, 0, this.size.width, this.size.height);
    for (const outline of this.still) this.fill(outline, map);
    if (layers.grid) this.drawGrid(map);
    if (layers.zones) for (const zone of scene.zones) this.drawZone(zone, map);
    if (layers.trail) this.drawTrail(map);
    for (const mover of this.movers) {
      const pose = mover.name === "robot" ? moment.robot : (moment.poseOf(mover.name) ?? mover.pose);
      for (const outline of outlinesAt(mover.parts, pose)) this.fill(outline, map);
    }
    this.drawRobot(moment, map);
    if (layers.lidar) this.drawScan(moment, map);
    if (layers.seen) this.drawSeen(moment, map);
    if (layers.zones) this.drawNames(reached, map);
  }

  private fill(outline: Outline, map: Mapping): void {
    const { context } = this;
    this.trace(outline.points, map);
    context.globalAlpha = outline.opacity;
    context.fillStyle = outline.colour;
    context.fill();
    if (outline.top > 0.02) {
      context.lineWidth = 1;
      context.strokeStyle = this.palette.dark ? "#00000066" : "#00000033";
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  private trace(points: readonly (readonly [number, number])[], map: Mapping): void {
    this.context.beginPath();
    for (const [x, y] of points) this.context.lineTo(map.x(x), map.y(y));
    this.context.closePath();
  }

  private drawGrid(map: Mapping): void {
    const { context, palette } = this;
    const [left, bottom, right, top] = this.scene.bounds_m;
    const step = map.scale * 1 < 14 ? 10 : 1;
    context.strokeStyle = palette.gridStrong;
    context.fillStyle = palette.text;
    context.font = FONT;
    context.lineWidth = 1;
    context.globalAlpha = 0.25;
    context.beginPath();
    const xs = Array.from({ length: Math.floor(right / step) - Math.ceil(left / step) + 1 }, (_, n) => (Math.ceil(left / step) + n) * step);
    const ys = Array.from({ length: Math.floor(top / step) - Math.ceil(bottom / step) + 1 }, (_, n) => (Math.ceil(bottom / step) + n) * step);
    for (const x of xs) {
      context.moveTo(map.x(x), map.y(bottom));
      context.lineTo(map.x(x), map.y(top));
    }
    for (const y of ys) {
      context.moveTo(map.x(left), map.y(y));
      context.lineTo(map.x(right), map.y(y));
    }
    context.stroke();
    context.globalAlpha = 0.75;
    context.textAlign = "center";
    context.textBaseline = "top";
    for (const x of xs) context.fillText(`${x || 0}${x === 0 ? ` ${this.texts.metre}` : ""}`, map.x(x), map.y(bottom) + 3);
    context.textAlign = "right";
    context.textBaseline = "middle";
    for (const y of ys) context.fillText(String(y || 0), map.x(left) - 5, map.y(y));
    context.globalAlpha = 1;
  }

  private drawZone(zone: SceneZone, map: Mapping): void {
    const { context } = this;
    const [x, y] = zone.centre_m;
    context.save();
    context.translate(map.x(x), map.y(y));
    context.beginPath();
    if (zone.shape === "circle") context.arc(0, 0, zone.radius_m * map.scale, 0, 2 * Math.PI);
    else {
      const [width, depth] = [zone.size_m[0] * map.scale, zone.size_m[1] * map.scale];
      context.rotate(-zone.yaw_rad);
      context.rect(-width / 2, -depth / 2, width, depth);
    }
    context.fillStyle = colourOf(zone.colour);
    context.globalAlpha = 0.2;
    context.fill();
    context.globalAlpha = 0.9;
    context.lineWidth = 2;
    context.strokeStyle = colourOf(zone.colour);
    context.stroke();
    context.restore();
  }

  private drawNames(reached: ReadonlySet<string>, map: Mapping): void {
    this.scene.zones.forEach((zone, index) => {
      const tick = reached.has(zone.name) ? " ✓" : "";
      this.label(`${index + 1} ${zone.name.replaceAll("_", " ")}${tick}`, map.x(zone.centre_m[0]), map.y(zone.centre_m[1]), colourOf(zone.colour));
    });
  }

  private label(text: string, x: number, y: number, colour: string): void {
    const { context, palette } = this;
    context.font = FONT;
    const width = context.measureText(text).width + 26;
    context.beginPath();
    context.roundRect(x - width / 2, y - 10, width, 20, 10);
    context.globalAlpha = 0.9;
    context.fillStyle = palette.label;
    context.fill();
    context.globalAlpha = 1;
    context.lineWidth = 1;
    context.strokeStyle = palette.labelEdge;
    context.stroke();
    context.beginPath();
    context.arc(x - width / 2 + 11, y, 4.5, 0, 2 * Math.PI);
    context.fillStyle = colour;
    context.fill();
    context.strokeStyle = palette.text;
    context.globalAlpha = 0.4;
    context.stroke();
    context.globalAlpha = 1;
    context.fillStyle = palette.text;
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.fillText(text, x - width / 2 + 19, y + 0.5);
  }

  private drawTrail(map: Mapping): void {
    const rows = this.picture.tracks?.robot?.rows;
    if (rows === undefined || rows.length < 2) return;
    const now = lastNotAfter(rows.length, (index) => rows.timeOf(index), this.picture.t);
    const { context, palette } = this;
    context.lineJoin = "round";
    for (const [from, to, colour, width] of [
      [now, rows.length - 1, palette.trailAhead, 1.5],
      [0, now, palette.trail, 2.5],
    ] as const) {
      context.beginPath();
      for (let index = Math.max(0, from); index <= to; index += 1) {
        context.lineTo(map.x(rows.value(index, 0)), map.y(rows.value(index, 1)));
      }
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.stroke();
    }
  }

  private drawRobot(moment: WorldMoment, map: Mapping): void {
    const { context, palette, scene } = this;
    const radius = Math.max(9, scene.robot_radius_m * 1.25 * map.scale);
    context.save();
    context.translate(map.x(moment.robot[0]), map.y(moment.robot[1]));
    context.rotate(-yawOf(moment.robot));
    context.strokeStyle = context.fillStyle = palette.robot;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(0, 0, radius, 0, 2 * Math.PI);
    context.stroke();
    context.beginPath();
    context.moveTo(radius * 1.7, 0);
    context.lineTo(radius * 1.15, radius * 0.4);
    context.lineTo(radius * 1.15, -radius * 0.4);
    context.fill();
    context.restore();
  }

  private drawScan(moment: WorldMoment, map: Mapping): void {
    const { tracks } = this.picture;
    if (moment.scan === null || tracks === null) return;
    const count = scanPoints(this.scene, tracks, moment.scan, this.points);
    this.context.fillStyle = this.palette.lidar;
    for (let point = 0; point < count; point += 1) {
      this.context.fillRect(map.x(this.points[3 * point] ?? 0) - 1.5, map.y(this.points[3 * point + 1] ?? 0) - 1.5, 3, 3);
    }
  }

  private drawSeen(moment: WorldMoment, map: Mapping): void {
    const { tracks } = this.picture;
    if (moment.detections === null || tracks === null) return;
    const { context, palette } = this;
    for (const spot of spotsOf(this.scene, tracks, moment.detections)) {
      context.beginPath();
      context.arc(map.x(spot.x), map.y(spot.y), 5, 0, 2 * Math.PI);
      context.strokeStyle = palette.seen;
      context.lineWidth = 2;
      context.stroke();
      if (spot.label !== "line") {
        this.label(`${spot.label} ${this.texts.distance(spot.distance)}`, map.x(spot.x), map.y(spot.y) - 18, colourOf(spot.label));
      }
    }
  }
}
