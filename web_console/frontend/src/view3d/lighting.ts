// SPDX-License-Identifier: Apache-2.0
/**
 * Light on the world: a soft sky and one sun. What never moves can have its light painted into its colours once, which
 * looks the same but for shadows, and spares a weak machine the light's sums at every pixel.
 */
import { BufferAttribute, type BufferGeometry, Color, DirectionalLight, HemisphereLight, Vector3 } from "three";
import type { Palette } from "@/scene/palette";

const SHADOW_MAP_PX = 1024;

export class Lighting {
  readonly sky = new HemisphereLight("#ffffff", "#b9b2a6");
  readonly sun = new DirectionalLight("#fff6e8");

  /** @param bounds of the world, which all may throw shadows. */
  constructor(bounds: readonly [number, number, number, number]) {
    const [left, bottom, right, top] = bounds;
    const [x, y] = [(left + right) / 2, (bottom + top) / 2];
    const reach = Math.hypot(right - left, top - bottom) / 2;
    // Light comes down from the sky of a world in which z is up.
    this.sky.position.set(0, 0, 1);
    this.sun.target.position.set(x, y, 0);
    this.sun.position.set(x + reach * 0.55, y - reach * 0.4, reach * 1.3);
    const { camera } = this.sun.shadow;
    [camera.left, camera.right, camera.bottom, camera.top] = [-reach, reach, -reach, reach];
    [camera.near, camera.far] = [0.1, 4 * reach];
    this.sun.shadow.mapSize.set(SHADOW_MAP_PX, SHADOW_MAP_PX);
    this.sun.shadow.bias = -0.0004;
    this.sun.shadow.normalBias = 0.01;
    this.sun.shadow.radius = 3;
    this.sun.shadow.intensity = 0.55;
  }

  paint(palette: Palette): void {
    this.sky.intensity = palette.dark ? 1.25 : 1.75;
    this.sun.intensity = palette.dark ? 1.5 : 1.9;
  }

  /** The colours of a geometry's corners with the light on them (Lambert's law, as three.js has it, without shadows). */
  baked(geometry: BufferGeometry): BufferAttribute {
    const colours = geometry.getAttribute("color");
    const normals = geometry.getAttribute("normal");
    const towardsSun = new Vector3().subVectors(this.sun.position, this.sun.target.position).normalize();
    const light = new Color();
    const sun = new Color();
    const normal = new Vector3();
    const result = new Float32Array(3 * colours.count);
    for (let corner = 0; corner < colours.count; corner += 1) {
      normal.fromBufferAttribute(normals, corner);
      light.copy(this.sky.groundColor).lerp(this.sky.color, 0.5 + 0.5 * normal.z).multiplyScalar(this.sky.intensity);
      light.add(sun.copy(this.sun.color).multiplyScalar(this.sun.intensity * Math.max(0, normal.dot(towardsSun))));
      const at = 3 * corner;
      result[at] = (colours.getX(corner) * light.r) / Math.PI;
      result[at + 1] = (colours.getY(corner) * light.g) / Math.PI;
      result[at + 2] = (colours.getZ(corner) * light.b) / Math.PI;
    }
    return new BufferAttribute(result, 3);
  }

  dispose(): void {
    this.sun.dispose();
    this.sky.dispose();
  }
}
