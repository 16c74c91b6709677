// SPDX-License-Identifier: Apache-2.0
/** Short words for the parts of blocks, and for what their sockets hold at first. */
import type { Filling, Part, ValueType, Words } from "@/blocks/definition/block_definition";

export const menu = (...options: string[]): Part => ({ kind: "menu", options });
export const variable: Part = { kind: "variable" };
export const body: Part = { kind: "body" };
export const textField: Part = { kind: "text" };

type Fill = Filling | ((words: Words) => Filling) | null;

function socket(accepts: readonly ValueType[] | null, filling: Fill): Part {
  return { kind: "socket", accepts, filling };
}

/** A socket for numbers, with a number in it. */
export const numberSocket = (filling: number | Filling): Part =>
  socket(["Number"], typeof filling === "number" ? number(filling) : filling);
/** A socket for conditions, with one in it. */
export const conditionSocket = (filling: Filling): Part => socket(["Boolean"], filling);
/** A socket for texts. */
export const textSocket = (filling: Fill): Part => socket(["String"], filling);
/** A socket for lists. */
export const listSocket = (filling: Filling): Part => socket(["Array"], filling);
/** A socket for anything. */
export const anySocket = (filling: Fill): Part => socket(null, filling);

export const number = (value: number): Filling => ({ type: "number", fields: { NUMBER: value } });
export const length = (value: number, unit: "cm" | "m" = "cm"): Filling => ({ type: "length", fields: { NUMBER: value, UNIT: unit } });
export const angle = (degrees: number): Filling => ({ type: "angle", fields: { DEGREES: degrees } });
export const speed = (value: number): Filling => ({ type: "speed", fields: { NUMBER: value, UNIT: "cm/s" } });
export const turnSpeed = (degrees: number): Filling => ({ type: "turn_speed", fields: { NUMBER: degrees, UNIT: "°/s" } });
export const colour = (name: string): Filling => ({ type: "colour", fields: { COLOUR: name } });
export const yes: Filling = { type: "boolean", fields: { VALUE: "True" } };
/** A text in the language of the block, from its `defaults`. */
export const text = (part: string) => (words: Words): Filling => ({ type: "text", fields: { TEXT: words.defaults?.[part] ?? "" } });

export const distanceAhead: Filling = { type: "distance", fields: { DIRECTION: "ahead" } };

/** “something is closer than … cm ahead”, the condition that programs begin with. */
export const closerThan = (centimetres: number): Filling => ({
  type: "closer_than",
  fields: { DIRECTION: "ahead" },
  inputs: { DISTANCE: { shadow: length(centimetres) } },
});
