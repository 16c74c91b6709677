// SPDX-License-Identifier: Apache-2.0
/** What a program of blocks begins with. */
import { FORMAT } from "@/blocks/document";

/** What the editor needs to know of a mission. */
export interface BlocksMission {
  readonly name: string;
  /** Which nodes run beside the program, such as `line_node`. */
  readonly nodes?: readonly string[];
}

/** The blocks that a new program of a mission has: a start block, and the first thing to do. */
export function starterBlocks(mission: BlocksMission): string {
  const first = {
    type: "forward",
    id: `${mission.name}-forward`,
    fields: { DIRECTION: "forward" },
    inputs: { DISTANCE: { shadow: { type: "length", id: `${mission.name}-length`, fields: { NUMBER: 50, UNIT: "cm" } } } },
  };
  const start = { type: "start", id: `${mission.name}-start`, x: 40, y: 40, deletable: false, next: { block: first } };
  return JSON.stringify({ format: FORMAT, blocks: { languageVersion: 0, blocks: [start] } });
}
