// SPDX-License-Identifier: Apache-2.0
/** A made-up world for tests: a floor, a wall ahead, a crate that can be pushed, a robot with a lidar and a camera. */
import type { Scene, SceneEntity, Shape } from "@/scene/scene";

type Pose = [number, number, number, number, number, number, number];

/** An entity with one part. */
export function thing(name: string, shape: Shape, pose: Pose, more: Partial<SceneEntity> = {}): SceneEntity {
  const colour = [0.5, 0.4, 0.3, 1] as [number, number, number, number];
  return {
    name,
    model: name,
    robot: false,
    static: true,
    pose,
    links: [
      {
        name: "body",
        pose: [0, 0, 0, 1, 0, 0, 0],
        visuals: [{ pose: [0, 0, 0, 1, 0, 0, 0], geometry: shape, material: { colour, glow: 0, texture_id: null } }],
      },
    ],
    ...more,
  };
}

/** The world; parts of it can be replaced. */
export function madeUpScene(changes: Partial<Scene> = {}): Scene {
  const robot = thing("robot", { kind: "cylinder", radius_m: 0.1, length_m: 0.2 }, [0, 0, 0.1, 1, 0, 0, 0], { robot: true, static: false });
  const [body] = robot.links;
  if (body === undefined) throw new Error("no body");
  return {
    mission: "first_drive",
    robot: "turtlebot3_burger",
    robot_title: "TurtleBot3 Burger",
    robot_radius_m: 0.1,
    entities: [
      thing("floor", { kind: "plane", size_m: [6, 4] }, [0, 0, 0, 1, 0, 0, 0]),
      thing("wall_1m", { kind: "box", size_m: [0.1, 4, 0.4] }, [3, 0, 0.2, 1, 0, 0, 0]),
      thing("crate", { kind: "box", size_m: [0.3, 0.3, 0.3] }, [1, 0, 0.15, 1, 0, 0, 0], { static: false }),
      { ...robot, links: [body, { ...body, name: "left", pose: [0, 0.08, 0, 1, 0, 0, 0] }, { ...body, name: "right", pose: [0, -0.08, 0, 1, 0, 0, 0] }] },
    ],
    wheels: [
      { link: "left", axis: [0, 1, 0], radius_m: 0.03, side_m: 0.08 },
      { link: "right", axis: [0, 1, 0], radius_m: 0.03, side_m: -0.08 },
    ],
    zones: [
      { name: "red", shape: "circle", centre_m: [0.5, 0], radius_m: 0.1, colour: "red" },
      { name: "far_end", shape: "rectangle", centre_m: [2, 0], size_m: [0.4, 1], yaw_rad: 0, colour: "green" },
    ],
    lidar: { pose: [0, 0, 0.15, 1, 0, 0, 0] },
    camera: { pose: [0.1, 0, 0.2, 1, 0, 0, 0], horizontal_fov_rad: Math.PI / 2, width_px: 320, height_px: 240 },
    bounds_m: [-3, -2, 3, 2],
    ...changes,
  };
}
