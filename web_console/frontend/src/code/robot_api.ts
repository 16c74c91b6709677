// SPDX-License-Identifier: Apache-2.0
/** What a program is given, by the place where it can be written: names of its own, and what stands after a dot. */
import type { RobotApiEntry } from "@/api/types";

/** Which record each property of the robot holds; a list's record is that of its members. */
const RECORD_OF: Readonly<Record<string, string>> = {
  odometry: "Odometry",
  imu: "Imu",
  battery: "Battery",
  detections: "Detection",
};

export interface RobotApi {
  /** All entries, by full name (`robot.move`, `cm`, `Detection.label`). */
  readonly entries: ReadonlyMap<string, RobotApiEntry>;
  /** What can be written without a dot before it. */
  readonly globals: readonly RobotApiEntry[];
  /** What can be written after `robot.` or, by a record's name, after one of its values. */
  readonly members: ReadonlyMap<string, readonly RobotApiEntry[]>;
}

/** Sorts the entries that the server gives. */
export function robotApi(entries: readonly RobotApiEntry[]): RobotApi {
  const members = new Map<string, RobotApiEntry[]>();
  const globals: RobotApiEntry[] = [];
  for (const entry of entries) {
    const [owner, member] = entry.name.split(".");
    if (owner === undefined) continue;
    if (member === undefined) globals.push(entry);
    else members.set(owner, [...(members.get(owner) ?? []), entry]);
  }
  return { entries: new Map(entries.map((entry) => [entry.name, entry])), globals, members };
}

/** The part of a full name after its dot. */
export function shortName(entry: RobotApiEntry): string {
  return entry.name.slice(entry.name.indexOf(".") + 1);
}

/**
 * Whose members an expression has: `robot`, a record's name, or null if that can't be told.
 *
 * It looks at the expression itself and at how the text fills a variable of that name, which is enough for the
 * programs of learners: `for d in robot.detections`, `here = robot.odometry`, `robot.detections[0]`, `max(...)`.
 */
export function ownerOf(expression: string, text: string): string | null {
  if (expression === "robot") return "robot";
  const direct = /^robot\.(\w+)(\[[^\]]*\])?$/.exec(expression);
  if (direct?.[1] !== undefined) {
    const record = RECORD_OF[direct[1]];
    if (record === undefined) return null;
    return record === "Detection" && direct[2] === undefined ? null : record;
  }
  if (!/^\w+$/.test(expression)) return null;
  const given = new RegExp(`\\b${expression}\\s*=\\s*robot\\.(odometry|imu|battery)\\s*$`, "m").exec(text);
  if (given?.[1] !== undefined) return RECORD_OF[given[1]] ?? null;
  const seen = new RegExp(
    `\\bfor\\s+${expression}\\s+in\\s+.*robot\\.detections` +
      `|\\b${expression}\\s*=\\s*robot\\.detections\\[` +
      `|\\b${expression}\\s*=\\s*(?:max|min|next)\\(.*robot\\.detections` +
      `|\\blambda\\s+${expression}\\s*:`,
  );
  if (seen.test(text)) return "Detection";
  const list = new RegExp(`\\b(?:for\\s+${expression}\\s+in|${expression}\\s*=)\\s*(\\w+)`).exec(text)?.[1];
  return list !== undefined && new RegExp(`\\b${list}\\s*=.*robot\\.detections`).test(text) ? "Detection" : null;
}

/** The expression before the dot that ends `before`, such as `robot.odometry` in `x = robot.odometry.`. */
export function expressionBefore(before: string): string {
  return /([A-Za-z_][\w.]*(?:\[[^[\]]*\])?)\.$/.exec(before)?.[1] ?? "";
}
