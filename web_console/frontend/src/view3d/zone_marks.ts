// SPDX-License-Identifier: Apache-2.0
/** The mission's zones: a shape on the floor with a clear edge, and its number and name above it. */
import { DoubleSide, Group, Mesh, MeshBasicMaterial, RingGeometry, Shape, ShapeGeometry } from "three";
import type { Palette } from "@/scene/palette";
import type { SceneZone } from "@/scene/scene";
import { colourOf } from "@/scene/zone_colours";
import { TextLabel } from "@/view3d/text_label";

const EDGE_M = 0.022;
const ABOVE_FLOOR_M = 0.006;
const LABEL_M = 0.3;

export class ZoneMarks {
  readonly root = new Group();
  private readonly labels: { zone: SceneZone; number: number; label: TextLabel }[] = [];

  constructor(zones: readonly SceneZone[]) {
    zones.forEach((zone, index) => {
      const colour = colourOf(zone.colour);
      const group = new Group();
      group.position.set(zone.centre_m[0], zone.centre_m[1], ABOVE_FLOOR_M + index * 2e-4);
      if (zone.shape === "rectangle") group.rotation.z = zone.yaw_rad;
      const fill = new MeshBasicMaterial({ color: colour, transparent: true, opacity: 0.16, depthWrite: false, side: DoubleSide });
      const edge = new MeshBasicMaterial({ color: colour, transparent: true, opacity: 0.9, depthWrite: false, side: DoubleSide });
      const [area, border] = geometries(zone);
      group.add(new Mesh(area, fill), new Mesh(border, edge));
      const label = new TextLabel();
      label.sprite.position.set(zone.centre_m[0], zone.centre_m[1], LABEL_M);
      this.labels.push({ zone, number: index + 1, label });
      this.root.add(group, label.sprite);
    });
  }

  /** Says the zones' names, with a tick where the robot has been. */
  say(reached: ReadonlySet<string>, palette: Palette): void {
    for (const { zone, number, label } of this.labels) {
      const text = `${number} ${zone.name.replaceAll("_", " ")}`;
      label.say({ text, colour: colourOf(zone.colour), done: reached.has(zone.name) }, palette);
    }
  }

  fit(viewHeight: number, fovRad: number): void {
    for (const { label } of this.labels) label.fit(viewHeight, fovRad);
  }

  dispose(): void {
    for (const { label } of this.labels) label.dispose();
    this.root.traverse((object) => {
      if (!(object instanceof Mesh)) return;
      (object.geometry as ShapeGeometry).dispose();
      (object.material as MeshBasicMaterial).dispose();
    });
  }
}

function geometries(zone: SceneZone): [RingGeometry | ShapeGeometry, RingGeometry | ShapeGeometry] {
  if (zone.shape === "circle") {
    return [new RingGeometry(0, zone.radius_m, 48, 1), new RingGeometry(Math.max(0, zone.radius_m - EDGE_M), zone.radius_m, 64, 1)];
  }
  const outer = rectangle(zone.size_m[0], zone.size_m[1]);
  const border = rectangle(zone.size_m[0], zone.size_m[1]);
  border.holes.push(rectangle(Math.max(0, zone.size_m[0] - 2 * EDGE_M), Math.max(0, zone.size_m[1] - 2 * EDGE_M)));
  return [new ShapeGeometry(outer), new ShapeGeometry(border)];
}

function rectangle(width: number, depth: number): Shape {
  const shape = new Shape();
  shape.moveTo(-width / 2, -depth / 2);
  shape.lineTo(width / 2, -depth / 2);
  shape.lineTo(width / 2, depth / 2);
  shape.lineTo(-width / 2, depth / 2);
  shape.closePath();
  return shape;
}
