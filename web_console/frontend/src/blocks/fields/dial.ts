// SPDX-License-Identifier: Apache-2.0
/** A dial for an angle: 0 points up, as the robot looks ahead; left is positive. A slider for those who can't see it. */

const SVG = "http://www.w3.org/2000/svg";
const SIZE = 148;
const MIDDLE = SIZE / 2;
const RADIUS = 58;
const SNAP_DEGREES = 15;

function svg(name: string, attributes: Record<string, string | number>, ...children: Element[]): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** Where a direction lies on the dial. */
function place(degrees: number, radius: number): { x: number; y: number } {
  const angle = (degrees * Math.PI) / 180;
  return { x: MIDDLE - radius * Math.sin(angle), y: MIDDLE - radius * Math.cos(angle) };
}

export class Dial {
  readonly element: SVGElement;
  private readonly hand = svg("line", { class: "blocksDialHand", x1: MIDDLE, y1: MIDDLE });
  private readonly knob = svg("circle", { class: "blocksDialKnob", r: 8 });
  private readonly arc = svg("path", { class: "blocksDialArc" });
  private degrees = 0;

  /**
   * @param degrees what it shows at first.
   * @param chosen is told what somebody turns it to.
   * @param clockwise to the right is positive, as in “turn right by …”.
   */
  constructor(
    degrees: number,
    private readonly chosen: (degrees: number) => void,
    private readonly clockwise = false,
  ) {
    const ticks = Array.from({ length: 24 }, (_, index) => {
      const a = place(index * 15, RADIUS);
      const b = place(index * 15, RADIUS - (index % 6 === 0 ? 12 : index % 3 === 0 ? 8 : 4));
      return svg("line", { class: "blocksDialTick", x1: a.x, y1: a.y, x2: b.x, y2: b.y });
    });
    this.element = svg(
      "svg",
      { class: "blocksDial", width: SIZE, height: SIZE, viewBox: `0 0 ${SIZE} ${SIZE}`, "aria-hidden": "true" },
      svg("circle", { class: "blocksDialFace", cx: MIDDLE, cy: MIDDLE, r: RADIUS }),
      this.arc,
      ...ticks,
      this.hand,
      this.knob,
    );
    this.element.addEventListener("pointerdown", (event) => {
      // The text beside it keeps the focus.
      event.preventDefault();
      this.element.setPointerCapture(event.pointerId);
      this.turn(event);
    });
    this.element.addEventListener("pointermove", (event) => {
      if (this.element.hasPointerCapture(event.pointerId)) this.turn(event);
    });
    this.show(degrees);
  }

  /** Shows an angle. */
  show(degrees: number): void {
    this.degrees = degrees;
    const shownAt = this.clockwise ? -degrees : degrees;
    const end = place(shownAt, RADIUS - 14);
    this.hand.setAttribute("x2", String(end.x));
    this.hand.setAttribute("y2", String(end.y));
    this.knob.setAttribute("cx", String(end.x));
    this.knob.setAttribute("cy", String(end.y));
    const shown = Math.max(-359.9, Math.min(359.9, shownAt));
    const to = place(shown, RADIUS - 14);
    const large = Math.abs(shown) > 180 ? 1 : 0;
    const sweep = shown > 0 ? 0 : 1;
    const radius = RADIUS - 14;
    this.arc.setAttribute("d", `M${MIDDLE},${MIDDLE} V${MIDDLE - radius} A${radius},${radius} 0 ${large} ${sweep} ${to.x},${to.y} Z`);
  }

  private turn(event: PointerEvent): void {
    const box = this.element.getBoundingClientRect();
    const x = event.clientX - box.left - box.width / 2;
    const y = event.clientY - box.top - box.height / 2;
    if (Math.hypot(x, y) < 6) return;
    const raw = (Math.atan2(this.clockwise ? x : -x, -y) * 180) / Math.PI;
    const snapped = event.shiftKey ? Math.round(raw) : Math.round(raw / SNAP_DEGREES) * SNAP_DEGREES;
    // Behind can be told as 180 or -180: the sign stays as it was.
    const degrees = snapped === -180 || (snapped === 180 && this.degrees >= 0) ? 180 : snapped;
    if (degrees !== this.degrees) this.chosen(degrees);
  }
}
