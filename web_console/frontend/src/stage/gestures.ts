// SPDX-License-Identifier: Apache-2.0
/** Mouse, touch and keyboard on a view of the world: turning, moving, coming nearer. */

/** What a view does; pixels are the screen's. */
export interface GestureTarget {
  readonly orbit: (rightPx: number, downPx: number) => void;
  readonly pan: (rightPx: number, downPx: number) => void;
  /** Nearer by a factor, at a place of the view where one points, or at its middle. */
  readonly zoom: (factor: number, at: { x: number; y: number } | null) => void;
  readonly reset: () => void;
  /** What a plain drag does. */
  readonly plainDrag: () => "orbit" | "pan";
}

const KEY_STEP_PX = 40;
const KEY_ZOOM = 1.2;
const WHEEL = 0.0015;

/** Attaches to an element, until what it returns is called. */
export function attachGestures(element: HTMLElement, target: GestureTarget): () => void {
  const fingers = new Map<number, { x: number; y: number }>();
  const stop = new AbortController();
  const on = <K extends keyof HTMLElementEventMap>(
    kind: K,
    handle: (event: HTMLElementEventMap[K]) => void,
    passive = true,
  ): void => element.addEventListener(kind, handle, { signal: stop.signal, passive });
  const local = (event: MouseEvent): { x: number; y: number } => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  on("pointerdown", (event) => {
    element.focus({ preventScroll: true });
    element.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, local(event));
  });
  on("pointermove", (event) => {
    const from = fingers.get(event.pointerId);
    if (from === undefined) return;
    const to = local(event);
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    fingers.set(event.pointerId, to);
    if (other !== undefined) {
      // Two fingers: half of what each does moves the picture, and their distance is how near one is.
      target.pan(dx / 2, dy / 2);
      const before = Math.hypot(from.x - other.x, from.y - other.y);
      const after = Math.hypot(to.x - other.x, to.y - other.y);
      if (before > 1) target.zoom(after / before, { x: (to.x + other.x) / 2, y: (to.y + other.y) / 2 });
      return;
    }
    const moves = event.shiftKey || (event.buttons & 6) !== 0;
    if (moves || target.plainDrag() === "pan") target.pan(dx, dy);
    else target.orbit(dx, dy);
  });
  for (const kind of ["pointerup", "pointercancel", "lostpointercapture"] as const) {
    on(kind, (event) => fingers.delete(event.pointerId));
  }
  on(
    "wheel",
    (event) => {
      event.preventDefault();
      target.zoom(Math.exp(-event.deltaY * (event.deltaMode === 0 ? 1 : 20) * WHEEL), local(event));
    },
    false,
  );
  on("contextmenu", (event) => event.preventDefault(), false);
  on(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !keyed(event, target)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    false,
  );
  return () => stop.abort();
}

function keyed(event: KeyboardEvent, target: GestureTarget): boolean {
  const arrow = ARROWS[event.key];
  if (arrow !== undefined) {
    const [right, down] = [arrow[0] * KEY_STEP_PX, arrow[1] * KEY_STEP_PX];
    // Arrows move the eye; so what is seen goes the other way.
    if (event.shiftKey || target.plainDrag() === "pan") target.pan(-right, -down);
    else target.orbit(-right, -down);
    return true;
  }
  switch (event.key) {
    case "+":
    case "=":
      target.zoom(KEY_ZOOM, null);
      return true;
    case "-":
      target.zoom(1 / KEY_ZOOM, null);
      return true;
    case "0":
      target.reset();
      return true;
    default:
      return false;
  }
}

const ARROWS: Readonly<Record<string, readonly [right: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
