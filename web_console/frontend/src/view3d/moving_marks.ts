// SPDX-License-Identifier: Apache-2.0
/** What is drawn over the world and changes with time: the robot's ring, its trail, lidar points, what is seen. */
import {
  BufferAttribute,
  BufferGeometry,
  CircleGeometry,
  DoubleSide,
  DynamicDrawUsage,
  Group,
  Mesh,
  MeshBasicMaterial,
  Points,
  PointsMaterial,
  RingGeometry,
  Shape,
  ShapeGeometry,
} from "three";
import type { Spot } from "@/episode/world_moment";
import { yawOf } from "@/episode/poses";
import type { Palette } from "@/scene/palette";
import { colourOf } from "@/scene/zone_colours";
import { TextLabel } from "@/view3d/text_label";

const SHADOW_M = 0.0035;
const RING_M = 0.009;
const MOST_POINTS = 4096;
const MOST_SPOTS = 8;

/** A ring round the robot with an arrow ahead, and a soft shadow under it: one finds it at any distance. */
export class RobotMark {
  readonly root = new Group();
  private readonly material: MeshBasicMaterial;
  private readonly shadow: MeshBasicMaterial;

  constructor(radius: number) {
    this.material = new MeshBasicMaterial({ transparent: true, opacity: 0.85, depthWrite: false, side: DoubleSide });
    this.shadow = new MeshBasicMaterial({ color: "#000000", transparent: true, opacity: 0.16, depthWrite: false });
    const inner = radius * 1.3;
    const ring = new Mesh(new RingGeometry(inner, inner + Math.max(0.012, radius * 0.09), 48), this.material);
    const arrow = new Shape();
    arrow.moveTo(inner * 1.62, 0);
    arrow.lineTo(inner * 1.22, inner * 0.3);
    arrow.lineTo(inner * 1.22, -inner * 0.3);
    arrow.closePath();
    const blob = new Mesh(new CircleGeometry(radius * 1.05, 32), this.shadow);
    blob.position.z = SHADOW_M - RING_M;
    this.root.add(ring, new Mesh(new ShapeGeometry(arrow), this.material), blob);
  }

  place(pose: ArrayLike<number>): void {
    this.root.position.set(pose[0] ?? 0, pose[1] ?? 0, RING_M);
    this.root.rotation.z = yawOf(pose);
  }

  paint(palette: Palette): void {
    this.material.color.set(palette.robot);
  }

  dispose(): void {
    this.root.traverse((object) => {
      if (object instanceof Mesh) (object.geometry as BufferGeometry).dispose();
    });
    this.material.dispose();
    this.shadow.dispose();
  }
}

/** The last scan's points. */
export class LidarCloud {
  readonly root: Points<BufferGeometry, PointsMaterial>;
  /** x, y, z of the points, to be filled before `show`. */
  readonly points = new Float32Array(3 * MOST_POINTS);
  private readonly attribute: BufferAttribute;

  constructor() {
    this.attribute = new BufferAttribute(this.points, 3).setUsage(DynamicDrawUsage);
    const geometry = new BufferGeometry();
    geometry.setAttribute("position", this.attribute);
    this.root = new Points(geometry, new PointsMaterial({ size: 5, sizeAttenuation: false, transparent: true, opacity: 0.9 }));
    this.root.frustumCulled = false;
    this.root.renderOrder = 5;
  }

  show(count: number): void {
    this.root.geometry.setDrawRange(0, count);
    this.attribute.clearUpdateRanges();
    this.attribute.addUpdateRange(0, 3 * count);
    this.attribute.needsUpdate = true;
  }

  paint(palette: Palette, pixelRatio: number): void {
    this.root.material.color.set(palette.lidar);
    this.root.material.size = 4.5 * pixelRatio;
  }

  dispose(): void {
    this.root.geometry.dispose();
    this.root.material.dispose();
  }
}

/** Where things that the camera sees stand on the floor: a ring and a name each. */
export class SeenSpots {
  readonly root = new Group();
  private readonly geometry = new RingGeometry(0.035, 0.055, 24);
  private readonly spots: { mesh: Mesh<RingGeometry, MeshBasicMaterial>; label: TextLabel; group: Group }[] = [];

  /** Shows them; of a line, which comes in many pieces, the pieces have no names. */
  show(spots: readonly Spot[], palette: Palette, distance: (spot: Spot) => string): void {
    spots.slice(0, MOST_SPOTS).forEach((spot, index) => {
      const known = this.spots[index] ?? this.another();
      const colour = spot.label === "line" ? palette.seen : colourOf(spot.label);
      known.group.visible = true;
      known.group.position.set(spot.x, spot.y, RING_M + 1e-3);
      known.mesh.material.color.set(palette.seen);
      known.label.sprite.visible = spot.label !== "line";
      if (known.label.sprite.visible) known.label.say({ text: `${spot.label} ${distance(spot)}`, colour }, palette);
    });
    this.spots.slice(spots.length).forEach(({ group }) => {
      group.visible = false;
    });
  }

  fit(viewHeight: number, fovRad: number): void {
    for (const { label } of this.spots) label.fit(viewHeight, fovRad);
  }

  dispose(): void {
    this.geometry.dispose();
    for (const { mesh, label } of this.spots) {
      mesh.material.dispose();
      label.dispose();
    }
  }

  private another(): (typeof this.spots)[number] {
    const mesh = new Mesh(this.geometry, new MeshBasicMaterial({ side: DoubleSide, depthTest: false, transparent: true }));
    mesh.renderOrder = 10;
    const label = new TextLabel();
    label.sprite.position.z = 0.06;
    const group = new Group();
    group.add(mesh, label.sprite);
    this.root.add(group);
    const made = { mesh, label, group };
    this.spots.push(made);
    return made;
  }
}
