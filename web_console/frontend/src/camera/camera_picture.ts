// SPDX-License-Identifier: Apache-2.0
/** Draws what the robot's camera saw, and round what was recognised a box with its name. */
import type { EpisodeTracks } from "@/episode/episode_tracks";
import type { Detection, DetectionsFrame, ImageFrame } from "@/episode/frames";
import { isLine } from "@/episode/world_moment";
import { colourOf } from "@/scene/zone_colours";

/** Detections are made of a picture a moment before; older than this they belong to another one. */
const BELONGS_S = 0.35;
const LINE_COLOUR = "#e040fb";

/** What was recognised in a picture. */
export function seenIn(tracks: EpisodeTracks, image: ImageFrame): DetectionsFrame | null {
  const { detections } = tracks;
  const after = detections.get(detections.indexAt(image.t - 1e-6) + 1);
  // They bear their picture's time, or that of the step after it.
  const seen = after !== null && after.t - image.t <= BELONGS_S / 2 ? after : detections.at(image.t);
  return seen !== null && Math.abs(seen.t - image.t) <= BELONGS_S ? seen : null;
}

/** Shows pictures on a canvas: the newest that was asked for, as soon as the browser has decoded it. */
export class CameraPicture {
  private readonly context: CanvasRenderingContext2D | null;
  private shown: ImageFrame | null = null;
  private wanted: ImageFrame | null = null;
  private bitmap: ImageBitmap | null = null;
  private decoding = false;
  private disposed = false;
  private seen: readonly Detection[] = [];

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly nameOf: (label: string) => string,
  ) {
    this.context = canvas.getContext("2d");
  }

  /** Shows a picture with what was recognised in it. */
  show(image: ImageFrame, seen: readonly Detection[]): void {
    if (image === this.shown && seen !== this.seen) {
      this.seen = seen;
      this.draw();
      return;
    }
    this.seen = seen;
    if (image === this.shown || image === this.wanted) return;
    this.wanted = image;
    if (!this.decoding) void this.decode();
  }

  dispose(): void {
    this.disposed = true;
    this.bitmap?.close();
    this.bitmap = null;
  }

  private async decode(): Promise<void> {
    this.decoding = true;
    while (this.wanted !== null && !this.isGone()) {
      const image = this.wanted;
      this.wanted = null;
      const bitmap = await decoded(image);
      if (bitmap === null) continue;
      if (this.isGone()) {
        bitmap.close();
        break;
      }
      this.bitmap?.close();
      this.bitmap = bitmap;
      this.shown = image;
      this.draw();
    }
    this.decoding = false;
  }

  private isGone(): boolean {
    return this.disposed;
  }

  private draw(): void {
    const { bitmap, canvas, context } = this;
    if (bitmap === null || context === null) return;
    // Twice as many pixels as the picture has, so that names are sharp.
    const scale = 2;
    if (canvas.width !== bitmap.width * scale) {
      canvas.width = bitmap.width * scale;
      canvas.height = bitmap.height * scale;
    }
    context.imageSmoothingEnabled = true;
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    for (const one of this.seen) this.box(context, one, scale);
  }

  private box(context: CanvasRenderingContext2D, seen: Detection, scale: number): void {
    const colour = isLine(seen) ? LINE_COLOUR : colourOf(seen.label);
    const [x, y, w, h] = [(seen.x - seen.w / 2) * scale, (seen.y - seen.h / 2) * scale, seen.w * scale, seen.h * scale];
    for (const [width, style] of [[5, "#000000"], [3, colour]] as const) {
      context.lineWidth = width;
      context.strokeStyle = style;
      context.strokeRect(x, y, w, h);
    }
    if (isLine(seen)) return;
    const name = this.nameOf(seen.label);
    context.font = "600 20px system-ui, sans-serif";
    context.textBaseline = "middle";
    const width = context.measureText(name).width + 14;
    const top = y > 28 ? y - 28 : Math.min(y + h, this.canvas.height - 28);
    context.fillStyle = "#000000cc";
    context.fillRect(x - 2, top, width, 27);
    context.fillStyle = "#ffffff";
    context.fillText(name, x + 5, top + 14);
  }
}

async function decoded(image: ImageFrame): Promise<ImageBitmap | null> {
  try {
    return await createImageBitmap(new Blob([new Uint8Array(image.jpeg)], { type: "image/jpeg" }));
  } catch {
    return null; // A picture that is broken is passed over; the next one comes soon.
  }
}
