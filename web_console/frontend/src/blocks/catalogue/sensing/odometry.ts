// SPDX-License-Identifier: Apache-2.0
/** Where the robot is and how it moves, as wheels and IMU tell. */
import { value } from "@/blocks/definition/block_definition";
import { menu } from "@/blocks/definition/parts";
import { atom } from "@/blocks/python/expression";
import { texts } from "@/i18n/texts";

export const odometry = value({
  type: "odometry",
  output: "Number",
  words: texts({
    en: {
      message: "{FIELD} (wheels)",
      tooltip: "What the wheels say, counted from the start: x ahead and y to the left in metres, heading in radians. It drifts a little.",
      menus: { FIELD: { x_m: "position x", y_m: "position y", yaw_rad: "heading", speed_mps: "speed", turn_radps: "turning speed" } },
      search: "odometry where place",
    },
    de: {
      message: "{FIELD} (Räder)",
      tooltip: "Was die Räder sagen, vom Start aus gezählt: x nach vorn und y nach links in Metern, Richtung im Bogenmaß. Es wird mit der Zeit ungenau.",
      menus: { FIELD: { x_m: "Position x", y_m: "Position y", yaw_rad: "Richtung", speed_mps: "Geschwindigkeit", turn_radps: "Drehgeschwindigkeit" } },
      search: "Odometrie wo Ort Platz",
    },
  }),
  parts: { FIELD: menu("x_m", "y_m", "yaw_rad", "speed_mps", "turn_radps") },
  python: (block, py) => atom(`${py.robot}.odometry.${String(block.getFieldValue("FIELD"))}`),
});

export const heading = value({
  type: "heading",
  output: "Number",
  words: texts({
    en: { message: "heading (IMU)", tooltip: "How far the robot has turned since the start, in radians; left is positive. More exact than the wheels.", search: "yaw compass direction gyro" },
    de: { message: "Richtung (IMU)", tooltip: "Wie weit sich der Roboter seit dem Start gedreht hat, im Bogenmaß; links ist positiv. Genauer als die Räder.", search: "Kompass Gyro Drehung" },
  }),
  parts: {},
  python: (_block, py) => atom(`${py.robot}.imu.yaw_rad`),
});

export const imu = value({
  type: "imu",
  output: "Number",
  words: texts({
    en: {
      message: "{FIELD} around or along {AXIS} (IMU)",
      tooltip: "What the IMU measures: turning rate in rad/s, acceleration in m/s². x is ahead, y to the left, z up.",
      menus: { FIELD: { turn_rate_radps: "turning rate", acceleration_mps2: "acceleration" } },
      search: "gyro bump shake",
    },
    de: {
      message: "{FIELD} um oder längs {AXIS} (IMU)",
      tooltip: "Was die IMU misst: Drehrate in rad/s, Beschleunigung in m/s². x zeigt nach vorn, y nach links, z nach oben.",
      menus: { FIELD: { turn_rate_radps: "Drehrate", acceleration_mps2: "Beschleunigung" } },
      search: "Gyro Stoß Erschütterung",
    },
  }),
  parts: { FIELD: menu("turn_rate_radps", "acceleration_mps2"), AXIS: menu("z", "x", "y") },
  python(block, py) {
    const index = "xyz".indexOf(String(block.getFieldValue("AXIS")));
    return atom(`${py.robot}.imu.${String(block.getFieldValue("FIELD"))}[${index}]`);
  },
});
