// SPDX-License-Identifier: Apache-2.0
/** Names that hang over a place and always face the viewer, as large on the screen wherever one stands. */
import { CanvasTexture, LinearFilter, Sprite, SpriteMaterial, SRGBColorSpace } from "three";
import type { Palette } from "@/scene/palette";

const HEIGHT_PX = 22;
const SHARPNESS = 2;
const FONT = `600 ${13 * SHARPNESS}px system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif`;

/** What a label says and how. */
export interface LabelText {
  readonly text: string;
  /** Colour of the dot in front of it. */
  readonly colour: string;
  /** A tick instead of the dot: it is done. */
  readonly done?: boolean;
}

export class TextLabel {
  readonly sprite: Sprite;
  private readonly texture: CanvasTexture;
  private shown = "";
  private ratio = 1;
  private viewHeight = 400;

  constructor() {
    this.texture = new CanvasTexture(document.createElement("canvas"));
    this.texture.colorSpace = SRGBColorSpace;
    this.texture.minFilter = LinearFilter;
    this.texture.generateMipmaps = false;
    this.sprite = new Sprite(
      new SpriteMaterial({ map: this.texture, depthTest: false, depthWrite: false, sizeAttenuation: false, transparent: true }),
    );
    this.sprite.center.set(0.5, 0);
    this.sprite.renderOrder = 20;
  }

  /** Says something; nothing is drawn if it says that already. */
  say(label: LabelText, palette: Palette): void {
    const key = JSON.stringify([label, palette.dark]);
    if (key === this.shown) return;
    this.shown = key;
    const canvas = this.texture.image;
    const context = canvas.getContext("2d");
    if (context === null) return;
    context.font = FONT;
    const height = HEIGHT_PX * SHARPNESS;
    const width = Math.ceil(context.measureText(label.text).width + 1.6 * height);
    if (canvas.width !== width || canvas.height !== height) {
      // Another size of picture is another texture for the graphics card.
      canvas.width = width;
      canvas.height = height;
      this.texture.dispose();
    }
    context.clearRect(0, 0, width, height);
    context.beginPath();
    context.roundRect(1, 1, width - 2, height - 2, height / 2 - 1);
    context.fillStyle = palette.label;
    context.globalAlpha = 0.92;
    context.fill();
    context.globalAlpha = 1;
    context.lineWidth = SHARPNESS;
    context.strokeStyle = palette.labelEdge;
    context.stroke();
    mark(context, label, height, palette);
    context.font = FONT;
    context.fillStyle = palette.text;
    context.textBaseline = "middle";
    context.fillText(label.text, height * 1.02, height * 0.53);
    this.texture.needsUpdate = true;
    this.ratio = width / height;
    this.fit(this.viewHeight);
  }

  /** Keeps its size on a screen that is so many pixels high, seen with this vertical field of view. */
  fit(viewHeight: number, fovRad = 0.8): void {
    this.viewHeight = viewHeight;
    const height = (HEIGHT_PX / viewHeight) * 2 * Math.tan(fovRad / 2);
    this.sprite.scale.set(height * this.ratio, height, 1);
  }

  dispose(): void {
    this.texture.dispose();
    this.sprite.material.dispose();
  }
}

function mark(context: CanvasRenderingContext2D, label: LabelText, height: number, palette: Palette): void {
  const [x, y, radius] = [height * 0.56, height * 0.5, height * 0.24];
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = label.colour;
  context.fill();
  context.lineWidth = SHARPNESS;
  context.strokeStyle = palette.text;
  context.globalAlpha = 0.45;
  context.stroke();
  context.globalAlpha = 1;
  if (label.done !== true) return;
  context.beginPath();
  context.moveTo(x - radius * 0.55, y + radius * 0.05);
  context.lineTo(x - radius * 0.1, y + radius * 0.5);
  context.lineTo(x + radius * 0.6, y - radius * 0.45);
  context.lineWidth = 2 * SHARPNESS;
  context.strokeStyle = label.colour === "#ffffff" ? "#22303b" : "#ffffff";
  context.stroke();
}
