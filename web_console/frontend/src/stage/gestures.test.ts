// SPDX-License-Identifier: Apache-2.0
import { fireEvent } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { attachGestures } from "@/stage/gestures";

const target = { orbit: vi.fn(), pan: vi.fn(), zoom: vi.fn(), reset: vi.fn(), plainDrag: vi.fn<() => "orbit" | "pan">(() => "orbit") };
let element: HTMLElement;
let release: () => void;

beforeEach(() => {
  vi.clearAllMocks();
  target.plainDrag.mockReturnValue("orbit");
  element = document.createElement("div");
  element.setPointerCapture = vi.fn();
  document.body.append(element);
  release = attachGestures(element, target);
});

function pointer(kind: "pointerDown" | "pointerMove" | "pointerUp", id: number, x: number, y: number, more: object = {}): void {
  const event = new MouseEvent(kind.toLowerCase(), { clientX: x, clientY: y, bubbles: true, ...more });
  Object.assign(event, { pointerId: id });
  element.dispatchEvent(event);
}

describe("gestures", () => {
  it("turn by a plain drag and move with Shift or the right button", () => {
    pointer("pointerDown", 1, 10, 10);
    pointer("pointerMove", 1, 15, 12);
    expect(target.orbit).toHaveBeenCalledWith(5, 2);
    pointer("pointerMove", 1, 20, 12, { shiftKey: true });
    pointer("pointerMove", 1, 25, 12, { buttons: 2 });
    expect(target.pan.mock.calls).toEqual([[5, 0], [5, 0]]);
    pointer("pointerUp", 1, 25, 12);
    pointer("pointerMove", 1, 99, 99);
    expect(target.orbit).toHaveBeenCalledTimes(1);
  });

  it("move by a plain drag from above", () => {
    target.plainDrag.mockReturnValue("pan");
    pointer("pointerDown", 1, 0, 0);
    pointer("pointerMove", 1, 5, 5);
    expect(target.pan).toHaveBeenCalledWith(5, 5);
  });

  it("come nearer with two fingers that part", () => {
    pointer("pointerDown", 1, 0, 0);
    pointer("pointerDown", 2, 100, 0);
    pointer("pointerMove", 2, 200, 0);
    expect(target.zoom).toHaveBeenCalledWith(2, { x: 100, y: 0 });
    expect(target.orbit).not.toHaveBeenCalled();
  });

  it("come nearer with the wheel, without moving the page", () => {
    const event = new WheelEvent("wheel", { deltaY: -100, cancelable: true });
    element.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    expect(target.zoom.mock.calls[0]?.[0]).toBeGreaterThan(1);
  });

  it("work by keyboard, and leave other keys alone", () => {
    fireEvent.keyDown(element, { key: "ArrowLeft" });
    fireEvent.keyDown(element, { key: "ArrowUp", shiftKey: true });
    fireEvent.keyDown(element, { key: "+" });
    fireEvent.keyDown(element, { key: "-" });
    fireEvent.keyDown(element, { key: "0" });
    expect(target.orbit).toHaveBeenCalledWith(40, -0);
    expect(target.pan).toHaveBeenCalledWith(-0, 40);
    expect(target.zoom).toHaveBeenCalledTimes(2);
    expect(target.reset).toHaveBeenCalledTimes(1);
    expect(fireEvent.keyDown(element, { key: "Tab" })).toBe(true);
    expect(fireEvent.keyDown(element, { key: "ArrowLeft", ctrlKey: true })).toBe(true);
    expect(target.orbit).toHaveBeenCalledTimes(1);
  });

  it("end when they are let go", () => {
    release();
    fireEvent.keyDown(element, { key: "ArrowLeft" });
    expect(target.orbit).not.toHaveBeenCalled();
  });
});
