// SPDX-License-Identifier: Apache-2.0
/**
 * Draws a world and what happens in it with three.js. It draws when something changed, and not otherwise; on a machine
 * that can't keep up it leaves out shadows, then sharpness.
 */
import {
  Color,
  PCFShadowMap,
  PerspectiveCamera,
  Scene as ThreeScene,
  type Quaternion,
  Quaternion as Turn,
  WebGLRenderer,
} from "three";
import { markMovement } from "@/episode/movement_mark";
import type { EpisodeTracks } from "@/episode/episode_tracks";
import { yawOf } from "@/episode/poses";
import { momentAt, scanPoints, type Spot, spotsOf } from "@/episode/world_moment";
import type { Layers } from "@/scene/layers";
import type { Palette } from "@/scene/palette";
import type { Scene } from "@/scene/scene";
import type { SceneAssets } from "@/scene/scene_assets";
import type { ViewHandle, WorldTexts } from "@/stage/view_props";
import { type BuiltWorld, builtWorld, setPose } from "@/view3d/built_world";
import { CameraRig } from "@/view3d/camera_rig";
import { FloorGrid } from "@/view3d/floor_grid";
import { Lighting } from "@/view3d/lighting";
import { LidarCloud, RobotMark, SeenSpots } from "@/view3d/moving_marks";
import { FrameBudget, type Quality } from "@/view3d/quality";
import { openContext } from "@/view3d/context";
import { Trail } from "@/view3d/trail";
import { ZoneMarks } from "@/view3d/zone_marks";

const FOV_RAD = 0.78;
const MOST_PIXELS_RATIO = 2;

/** What a picture is made of. */
export interface WorldPicture {
  readonly tracks: EpisodeTracks | null;
  readonly t: number;
  readonly reached: ReadonlySet<string>;
}

export class WorldView implements ViewHandle {
  readonly rig: CameraRig;
  private readonly renderer: WebGLRenderer;
  private readonly three = new ThreeScene();
  private readonly camera = new PerspectiveCamera((FOV_RAD * 180) / Math.PI, 1.5, 0.03, 200);
  private readonly lighting: Lighting;
  private readonly lidar = new LidarCloud();
  private readonly trail = new Trail();
  private readonly spots = new SeenSpots();
  private readonly mark: RobotMark;
  private readonly zones: ZoneMarks;
  private readonly built: BuiltWorld;
  private readonly budget: FrameBudget;
  private grid: FloorGrid | null = null;
  private quality: Quality;
  private size = { width: 1, height: 1 };
  private picture: WorldPicture = { tracks: null, t: 0, reached: new Set() };
  private frame: number | null = null;
  private lastDraw = 0;
  private lastScan: unknown = null;
  private lastSeen: unknown = null;
  private wheelState: { x: number; y: number; yaw: number; angles: number[] } | null = null;
  private readonly spin: Quaternion = new Turn();
  private disposed = false;

  /**
   * @param canvas to draw on.
   * @param scene the world.
   * @param assets what it needs.
   * @param texts in the reader's language.
   * @throws Error if the browser has no WebGL.
   */
  constructor(
    readonly canvas: HTMLCanvasElement,
    private readonly scene: Scene,
    assets: SceneAssets,
    private palette: Palette,
    layers: Layers,
    private readonly texts: WorldTexts,
    glides: boolean,
  ) {
    this.rig = new CameraRig(FOV_RAD, glides);
    const { context, software } = openContext(canvas);
    this.renderer = new WebGLRenderer({ canvas, context });
    // To ask whether a shader is right waits until it is compiled: a third of the time until a world is seen.
    this.renderer.debug.checkShaderErrors = import.meta.env.DEV;
    this.budget = new FrameBudget(software);
    this.quality = this.budget.quality;
    this.lighting = new Lighting(scene.bounds_m);
    this.renderer.shadowMap.type = PCFShadowMap;
    this.built = builtWorld(scene, assets);
    this.mark = new RobotMark(scene.robot_radius_m);
    this.zones = new ZoneMarks(scene.zones);
    this.three.add(this.lighting.sky, this.lighting.sun, this.lighting.sun.target, this.built.root);
    this.three.add(this.mark.root, this.zones.root);
    this.three.add(this.lidar.root, this.trail.root, this.spots.root);
    this.setLook(palette, layers);
    this.applyQuality();
  }

  /** What three.js holds, for tests of memory. */
  get info(): { geometries: number; textures: number; programs: number; calls: number; triangles: number } {
    const { memory, render, programs } = this.renderer.info;
    const { calls, triangles } = render;
    return { geometries: memory.geometries, textures: memory.textures, programs: programs?.length ?? 0, calls, triangles };
  }

  /** How long the last pictures took, in milliseconds. */
  get frameTimesMs(): readonly number[] {
    return this.budget.timesMs;
  }

  /** Shows a moment; pictures asked for faster than the screen can show them are left out. */
  show(picture: WorldPicture): void {
    this.picture = picture;
    this.ask();
  }

  setLook(palette: Palette, layers: Layers): void {
    const painted = this.grid === null || palette !== this.palette;
    this.palette = palette;
    if (painted) this.paint();
    if (this.grid !== null) this.grid.root.visible = layers.grid;
    this.zones.root.visible = layers.zones;
    this.lidar.root.visible = layers.lidar;
    this.trail.root.visible = layers.trail;
    this.spots.root.visible = layers.seen;
    this.ask();
  }

  resize(width: number, height: number): void {
    this.size = { width: Math.max(1, width), height: Math.max(1, height) };
    this.applyQuality();
    this.camera.aspect = this.size.width / this.size.height;
    this.camera.updateProjectionMatrix();
    this.rig.setRoom(this.scene.bounds_m, this.camera.aspect);
    this.zones.fit(this.size.height, FOV_RAD);
    this.spots.fit(this.size.height, FOV_RAD);
    this.ask();
  }

  zoom(factor: number): void {
    this.rig.zoom(factor);
    this.ask();
  }

  reset(): void {
    this.rig.reset();
    this.ask();
  }

  /** Something about the camera changed. */
  ask(): void {
    if (this.disposed || this.frame !== null) return;
    this.frame = requestAnimationFrame(this.draw);
  }

  dispose(): void {
    this.disposed = true;
    if (this.frame !== null) cancelAnimationFrame(this.frame);
    for (const part of [this.built, this.zones, this.mark, this.lidar, this.trail, this.spots, this.grid]) part?.dispose();
    this.lighting.dispose();
    this.three.clear();
    this.renderer.renderLists.dispose();
    this.renderer.dispose();
    // Browsers allow some dozen contexts at once; this one is given back now and not when it is swept up.
    this.renderer.forceContextLoss();
  }

  private readonly draw = (now: number): void => {
    this.frame = null;
    const passed = this.lastDraw === 0 ? 0 : Math.min(0.1, (now - this.lastDraw) / 1000);
    const began = performance.now();
    this.update();
    const { look, moving } = this.rig.look(passed);
    this.camera.up.set(...look.up);
    this.camera.position.set(...look.eye);
    this.camera.lookAt(...look.target);
    this.renderer.render(this.three, this.camera);
    this.measure(now, performance.now() - began);
    this.lastDraw = now;
    if (moving) this.ask();
  };

  private update(): void {
    const { tracks, t, reached } = this.picture;
    const moment = momentAt(this.scene, tracks, t);
    for (const [name, object] of this.built.movers) {
      const pose = name === "robot" ? moment.robot : moment.poseOf(name);
      if (pose !== null) setPose(object, pose);
    }
    markMovement(tracks, moment.robot[0], moment.robot[1]);
    const yaw = yawOf(moment.robot);
    this.rig.setRobot(moment.robot[0], moment.robot[1], yaw);
    this.mark.place(moment.robot);
    this.turnWheels(moment.robot[0], moment.robot[1], yaw);
    this.zones.say(reached, this.palette);
    this.trail.show(tracks?.robot ?? null, t);
    if (moment.scan !== this.lastScan) {
      this.lastScan = moment.scan;
      this.lidar.show(moment.scan === null || tracks === null ? 0 : scanPoints(this.scene, tracks, moment.scan, this.lidar.points));
    }
    if (moment.detections !== this.lastSeen) {
      this.lastSeen = moment.detections;
      const spots = moment.detections === null || tracks === null ? [] : spotsOf(this.scene, tracks, moment.detections);
      this.spots.show(spots, this.palette, (spot: Spot) => this.texts.distance(spot.distance));
    }
  }

  /** Turns the wheels as far as the floor went by under them. */
  private turnWheels(x: number, y: number, yaw: number): void {
    const before = this.wheelState;
    const angles = before?.angles ?? this.built.wheels.map(() => 0);
    if (before !== null) {
      const turned = Math.atan2(Math.sin(yaw - before.yaw), Math.cos(yaw - before.yaw));
      const heading = before.yaw + turned / 2;
      const ahead = (x - before.x) * Math.cos(heading) + (y - before.y) * Math.sin(heading);
      this.built.wheels.forEach(({ object, atRest, axis, wheel }, index) => {
        const angle = (angles[index] ?? 0) + (ahead - turned * wheel.side_m) / wheel.radius_m;
        angles[index] = angle % (2 * Math.PI);
        object.quaternion.copy(atRest).multiply(this.spin.setFromAxisAngle(axis, angle));
      });
    }
    this.wheelState = { x, y, yaw, angles };
  }

  private paint(): void {
    const { palette } = this;
    this.three.background = new Color(palette.background);
    this.lighting.paint(palette);
    this.built.light(this.lighting, !this.quality.shadows);
    this.mark.paint(palette);
    this.trail.paint(palette);
    this.lidar.paint(palette, this.renderer.getPixelRatio());
    this.grid?.dispose();
    this.grid?.root.removeFromParent();
    this.grid = new FloorGrid(this.scene.bounds_m, palette, this.texts.metre);
    this.three.add(this.grid.root);
    this.lastSeen = null;
  }

  private applyQuality(): void {
    const { shadows, sharpness } = this.quality;
    this.renderer.shadowMap.enabled = shadows;
    this.lighting.sun.castShadow = shadows;
    this.renderer.setPixelRatio(Math.min(window.devicePixelRatio, MOST_PIXELS_RATIO) * sharpness);
    this.renderer.setSize(this.size.width, this.size.height, false);
    this.lidar.paint(this.palette, this.renderer.getPixelRatio());
  }

  private measure(now: number, drawnMs: number): void {
    const quality = this.budget.drawn(now, drawnMs);
    if (quality === this.quality) return;
    const relit = quality.shadows !== this.quality.shadows;
    this.quality = quality;
    if (relit) this.built.light(this.lighting, !quality.shadows);
    this.applyQuality();
  }
}
