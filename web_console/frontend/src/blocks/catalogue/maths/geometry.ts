// SPDX-License-Identifier: Apache-2.0
/** Directions and distances on the floor. */
import { value } from "@/blocks/definition/block_definition";
import { angle, numberSocket } from "@/blocks/definition/parts";
import { atom } from "@/blocks/python/expression";
import { texts } from "@/i18n/texts";

export const directionTo = value({
  type: "direction_to",
  output: "Number",
  words: texts({
    en: { message: "direction of x {X} y {Y}", tooltip: "In which direction a point lies, so far ahead (x) and to the left (y): an angle, left is positive.", search: "atan2 angle heading bearing" },
    de: { message: "Richtung von x {X} y {Y}", tooltip: "In welcher Richtung ein Punkt liegt, der so weit vorn (x) und links (y) ist: ein Winkel, links ist positiv.", search: "atan2 Winkel Peilung" },
  }),
  parts: { X: numberSocket(1), Y: numberSocket(1) },
  python: (block, py) => atom(`${py.module("math")}.atan2(${py.value(block, "Y")}, ${py.value(block, "X")})`),
});

export const lengthOf = value({
  type: "length_of",
  output: "Number",
  words: texts({
    en: { message: "length of x {X} y {Y}", tooltip: "How far away a point is, so far ahead (x) and to the left (y).", search: "hypot pythagoras distance" },
    de: { message: "Länge von x {X} y {Y}", tooltip: "Wie weit weg ein Punkt ist, der so weit vorn (x) und links (y) ist.", search: "Pythagoras Entfernung Abstand" },
  }),
  parts: { X: numberSocket(1), Y: numberSocket(1) },
  python: (block, py) => atom(`${py.module("math")}.hypot(${py.value(block, "X")}, ${py.value(block, "Y")})`),
});

export const wrapped = value({
  type: "wrapped",
  output: "Number",
  words: texts({
    en: { message: "{ANGLE} the short way round", tooltip: "The same direction as an angle between -180° and 180°: 270° to the left are 90° to the right.", search: "wrap angle normalize" },
    de: { message: "{ANGLE} auf kurzem Weg", tooltip: "Dieselbe Richtung als Winkel zwischen -180° und 180°: 270° nach links sind 90° nach rechts.", search: "Winkel normieren" },
  }),
  parts: { ANGLE: numberSocket(angle(270)) },
  python(block, py) {
    const math = py.module("math");
    return atom(`${math}.remainder(${py.value(block, "ANGLE")}, ${math}.tau)`);
  },
});
