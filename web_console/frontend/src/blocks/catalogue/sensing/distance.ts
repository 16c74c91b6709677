// SPDX-License-Identifier: Apache-2.0
/** What the lidar measures. */
import { value } from "@/blocks/definition/block_definition";
import { angle, length, menu, numberSocket } from "@/blocks/definition/parts";
import { atom, operation, ORDER } from "@/blocks/python/expression";
import { texts } from "@/i18n/texts";

const DIRECTIONS: Readonly<Record<string, string>> = { ahead: "", left: "deg(90)", right: "-deg(90)", behind: "deg(180)" };

const en = { DIRECTION: { ahead: "ahead", left: "to the left", right: "to the right", behind: "behind" } };
const de = { DIRECTION: { ahead: "vorn", left: "links", right: "rechts", behind: "hinten" } };

export const closerThan = value({
  type: "closer_than",
  output: "Boolean",
  words: texts({
    en: { message: "something is closer than {DISTANCE} {DIRECTION}", tooltip: "Whether the lidar sees something nearer than that.", menus: en, search: "obstacle wall near distance bumped" },
    de: { message: "{DIRECTION} ist etwas näher als {DISTANCE}", tooltip: "Ob der Lidar etwas sieht, das näher ist.", menus: de, search: "Hindernis Wand nah Abstand" },
  }),
  parts: { DISTANCE: numberSocket(length(50)), DIRECTION: menu("ahead", "left", "right", "behind") },
  python(block, py) {
    const direction = DIRECTIONS[String(block.getFieldValue("DIRECTION"))] ?? "";
    return operation(`${py.robot}.distance(${direction}) < ${py.value(block, "DISTANCE", ORDER.sum)}`, ORDER.comparison);
  },
});

export const distance = value({
  type: "distance",
  output: "Number",
  words: texts({
    en: { message: "distance {DIRECTION}", tooltip: "Metres to the nearest thing in that direction; ∞ if nothing is in range.", menus: en, search: "lidar measure obstacle wall" },
    de: { message: "Abstand {DIRECTION}", tooltip: "Meter bis zum nächsten Ding in dieser Richtung; ∞, wenn nichts in Reichweite ist.", menus: de, search: "Lidar messen Hindernis Wand Entfernung" },
  }),
  parts: { DIRECTION: menu("ahead", "left", "right", "behind") },
  python: (block, py) => atom(`${py.robot}.distance(${DIRECTIONS[String(block.getFieldValue("DIRECTION"))] ?? ""})`),
});

export const distanceAtAngle = value({
  type: "distance_at_angle",
  output: "Number",
  words: texts({
    en: { message: "distance at {ANGLE}", tooltip: "Metres to the nearest thing in a direction: 0° is ahead, left is positive.", search: "lidar measure direction" },
    de: { message: "Abstand bei {ANGLE}", tooltip: "Meter bis zum nächsten Ding in einer Richtung: 0° ist vorn, links ist positiv.", search: "Lidar messen Richtung Entfernung" },
  }),
  parts: { ANGLE: numberSocket(angle(45)) },
  python: (block, py) => atom(`${py.robot}.distance(${py.value(block, "ANGLE")})`),
});

export const distanceInFan = value({
  type: "distance_in_fan",
  output: "Number",
  words: texts({
    en: { message: "distance at {ANGLE} in a fan of {WIDTH}", tooltip: "Metres to the nearest thing in a fan of rays, so wide in all, around a direction.", search: "lidar measure wide" },
    de: { message: "Abstand bei {ANGLE} im Fächer von {WIDTH}", tooltip: "Meter bis zum nächsten Ding in einem Fächer von Strahlen, der insgesamt so breit ist.", search: "Lidar messen breit Entfernung" },
  }),
  parts: { ANGLE: numberSocket(angle(0)), WIDTH: numberSocket(angle(60)) },
  python: (block, py) => atom(`${py.robot}.distance(${py.value(block, "ANGLE")}, ${py.value(block, "WIDTH")})`),
});

export const scan = value({
  type: "scan",
  output: "Array",
  words: texts({
    en: { message: "all lidar distances", tooltip: "A list of distances in metres, all around: the first (0) straight ahead, then to the left. One a degree on most robots.", search: "scan rays list" },
    de: { message: "alle Lidar-Abstände", tooltip: "Eine Liste von Abständen in Metern, ringsum: der erste (0) geradeaus, dann nach links. Meist einer je Grad.", search: "Scan Strahlen Liste" },
  }),
  parts: {},
  python: (_block, py) => atom(`${py.robot}.scan`),
});
