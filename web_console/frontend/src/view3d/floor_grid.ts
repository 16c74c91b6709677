// SPDX-License-Identifier: Apache-2.0
/** Lines every half metre on the floor, stronger every metre, and the metres in figures along two edges. */
import {
  BufferGeometry,
  CanvasTexture,
  Float32BufferAttribute,
  Group,
  LineBasicMaterial,
  LineSegments,
  Mesh,
  MeshBasicMaterial,
  PlaneGeometry,
  SRGBColorSpace,
} from "three";
import type { Palette } from "@/scene/palette";

const ABOVE_FLOOR_M = 0.004;
const FIGURE_M = 0.16;
const MOST_METRES = 60;

export class FloorGrid {
  readonly root = new Group();

  constructor(bounds: readonly [number, number, number, number], palette: Palette, unit: string) {
    const [left, bottom, right, top] = bounds;
    const step = Math.max(right - left, top - bottom) > MOST_METRES ? 10 : 1;
    for (const [every, colour, opacity] of [[step / 2, palette.grid, 0.13], [step, palette.gridStrong, 0.24]] as const) {
      const corners: number[] = [];
      for (const x of marks(left, right, every)) corners.push(x, bottom, 0, x, top, 0);
      for (const y of marks(bottom, top, every)) corners.push(left, y, 0, right, y, 0);
      const geometry = new BufferGeometry();
      geometry.setAttribute("position", new Float32BufferAttribute(corners, 3));
      const lines = new LineSegments(geometry, new LineBasicMaterial({ color: colour, transparent: true, opacity, depthWrite: false }));
      lines.position.z = ABOVE_FLOOR_M;
      this.root.add(lines);
    }
    for (const x of marks(left, right, step)) this.figure(`${x}${x === 0 ? ` ${unit}` : ""}`, x, bottom - FIGURE_M, palette);
    for (const y of marks(bottom, top, step)) this.figure(String(y), left - FIGURE_M, y, palette);
  }

  private figure(text: string, x: number, y: number, palette: Palette): void {
    const canvas = document.createElement("canvas");
    canvas.width = 96;
    canvas.height = 48;
    const context = canvas.getContext("2d");
    if (context === null) return;
    context.font = "600 36px system-ui, sans-serif";
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = palette.text;
    context.fillText(text, 48, 26);
    const texture = new CanvasTexture(canvas);
    texture.colorSpace = SRGBColorSpace;
    const mesh = new Mesh(
      new PlaneGeometry(2 * FIGURE_M, FIGURE_M),
      new MeshBasicMaterial({ map: texture, transparent: true, opacity: 0.7, depthWrite: false }),
    );
    mesh.position.set(x, y, ABOVE_FLOOR_M);
    this.root.add(mesh);
  }

  dispose(): void {
    this.root.traverse((object) => {
      if (!(object instanceof Mesh || object instanceof LineSegments)) return;
      (object.geometry as BufferGeometry).dispose();
      const material = object.material as MeshBasicMaterial | LineBasicMaterial;
      if (material instanceof MeshBasicMaterial) material.map?.dispose();
      material.dispose();
    });
  }
}

/** Multiples of a step between two numbers. */
export function marks(low: number, high: number, step: number): number[] {
  const found: number[] = [];
  for (let number = Math.ceil(low / step - 1e-9); number * step <= high + 1e-9; number += 1) found.push(number * step || 0);
  return found;
}
