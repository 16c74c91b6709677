// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { CameraRig, type Look } from "@/view3d/camera_rig";

const FOV = 0.8;

function rig(glides = false): CameraRig {
  const made = new CameraRig(FOV, glides);
  made.setRoom([-3, -2, 3, 2], 1.5);
  made.setRobot(1, 0, 0);
  return made;
}

function settled(from: CameraRig): Look {
  for (let frame = 0; frame < 500; frame += 1) {
    const { look, moving } = from.look(0.02);
    if (!moving) return look;
  }
  throw new Error("never comes to rest");
}

describe("the camera", () => {
  it("follows the robot from behind and above", () => {
    const { eye, target } = rig().look(0).look;
    expect(target[0]).toBe(1);
    expect(eye[0]).toBeLessThan(0.5);
    expect(eye[1]).toBeCloseTo(0);
    expect(eye[2]).toBeGreaterThan(0.5);
  });

  it("does not go behind the wall that the robot has behind it", () => {
    const made = rig();
    made.setRobot(-2.4, 0, 0);
    const { eye, target } = made.look(0).look;
    expect(eye[0]).toBeGreaterThan(-3);
    expect(Math.hypot(...eye.map((value, axis) => value - (target[axis] ?? 0)))).toBeCloseTo(1.5);
  });

  it("turns with the robot", () => {
    const made = rig();
    made.setRobot(1, 0, Math.PI / 2);
    const { eye } = made.look(0).look;
    expect(eye[0]).toBeCloseTo(1);
    expect(eye[1]).toBeLessThan(-0.5);
  });

  it("from above sees all of the world, north up", () => {
    const made = rig();
    made.setMode("above");
    const { eye, target, up } = made.look(0).look;
    expect([target[0], target[1]]).toEqual([0, 0]);
    expect([eye[0], eye[1]]).toEqual([expect.closeTo(0), expect.closeTo(0)]);
    expect([...up]).toEqual([expect.closeTo(0), expect.closeTo(1), expect.closeTo(0)]);
    const half = Math.tan(FOV / 2) * eye[2];
    expect(half).toBeGreaterThan(2);
    expect(half * 1.5).toBeGreaterThan(3);
  });

  it("glides from one view to the other and comes to rest", () => {
    const made = rig(true);
    const first = made.look(0).look;
    made.setMode("above");
    const { look, moving } = made.look(0.016);
    expect(moving).toBe(true);
    expect(Math.hypot(look.eye[0] - first.eye[0], look.eye[2] - first.eye[2])).toBeLessThan(2);
    expect(settled(made).eye[2]).toBeGreaterThan(4);
  });

  it("jumps where moves are not wanted", () => {
    const made = rig(false);
    made.look(0);
    made.setMode("above");
    expect(made.look(0.016)).toMatchObject({ moving: false });
  });

  it("is moved by hand to a free view, from where it was", () => {
    const made = rig();
    const before = made.look(0).look;
    made.pan(0, 0);
    expect(made.mode).toBe("free");
    const after = made.look(0).look;
    after.eye.forEach((value, axis) => expect(value).toBeCloseTo(before.eye[axis] ?? 0, 1));
  });

  it("moves what is seen along with the hand", () => {
    const made = rig();
    made.setMode("above");
    made.pan(0.1, 0);
    const east = made.look(0).look.target;
    expect(east[0]).toBeLessThan(0);
    expect(east[1]).toBeCloseTo(0);
    made.reset();
    made.pan(0, 0.1);
    const north = made.look(0).look.target;
    expect(north[0]).toBeCloseTo(0);
    expect(north[1]).toBeLessThan(0);
  });

  it("never goes under the floor, nor nearer or farther than is useful", () => {
    const made = rig();
    made.setMode("free");
    made.orbit(0, -10);
    expect(made.look(0).look.eye[2]).toBeGreaterThan(0);
    made.orbit(0, 10);
    for (let step = 0; step < 100; step += 1) made.zoom(1.5);
    const near = made.look(0).look;
    expect(Math.hypot(...near.eye.map((value, axis) => value - (near.target[axis] ?? 0)))).toBeCloseTo(0.35);
    for (let step = 0; step < 100; step += 1) made.zoom(0.5);
    const far = made.look(0).look;
    expect(Math.hypot(...far.eye)).toBeLessThan(60);
  });

  it("goes back to how it was", () => {
    const made = rig();
    const before = made.look(0).look;
    made.orbit(1, 0.2);
    made.zoom(2);
    expect(made.look(0).look.eye).not.toEqual(before.eye);
    made.reset();
    expect(made.look(0).look).toEqual(before);
  });
});
