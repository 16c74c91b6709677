// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { MapFrame } from "@/view2d/map_frame";

function frame(): MapFrame {
  const made = new MapFrame([-3, -2, 3, 2]);
  made.setRoom(652, 452);
  made.setRobot(1, 1);
  return made;
}

describe("the map", () => {
  it("shows all of the world, north up", () => {
    const map = frame().mapping();
    expect([map.x(-3), map.x(3), map.y(2), map.y(-2)]).toEqual([26, 626, 26, 426]);
  });

  it("keeps the robot in the middle when it follows", () => {
    const made = frame();
    made.setMode("follow");
    expect([made.mapping().x(1), made.mapping().y(1)]).toEqual([326, 226]);
    expect(made.mapping().scale).toBeGreaterThan(100);
  });

  it("stays under the finger that moves it", () => {
    const made = frame();
    const before = made.mapping();
    made.pan(30, -20);
    expect([made.mapping().x(1) - before.x(1), made.mapping().y(1) - before.y(1)]).toEqual([expect.closeTo(30), expect.closeTo(-20)]);
  });

  it("leaves the robot when it is moved, without a jump", () => {
    const made = frame();
    made.setMode("follow");
    const before = made.mapping();
    made.pan(10, 0);
    expect(made.mode).toBe("free");
    expect(made.mapping().scale).toBeCloseTo(before.scale);
    expect(made.mapping().x(0) - before.x(0)).toBeCloseTo(10);
  });

  it("comes nearer where one points", () => {
    const made = frame();
    const before = made.mapping();
    const at = { x: before.x(2), y: before.y(-1) };
    made.zoom(3, at);
    expect(made.mapping().scale).toBeCloseTo(3 * before.scale);
    expect([made.mapping().x(2), made.mapping().y(-1)]).toEqual([expect.closeTo(at.x), expect.closeTo(at.y)]);
    made.zoom(1e9, null);
    expect(made.mapping().scale).toBeLessThanOrEqual(1500.001);
    made.reset();
    expect(made.mapping().scale).toBeCloseTo(before.scale);
  });

  it("survives a page without room", () => {
    const made = frame();
    made.setRoom(0, 0);
    expect(Number.isFinite(made.mapping().x(1))).toBe(true);
  });
});
