// SPDX-License-Identifier: Apache-2.0
/** What a program is given, by the place where it can be written: names of its own, and what stands after a dot. */
import type { RobotApiEntry } from "@/api/types";

export interface RobotApi {
  /** What can be written after `robot.`. */
  readonly robot: readonly RobotApiEntry[];
  /** What can be written without a dot before it. */
  readonly functions: readonly RobotApiEntry[];
  /** By a property's name: what its value has, or each of its values if it is a list. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
}

/** Sorts the entries that the server gives. */
export function robotApi(entries: readonly RobotApiEntry[]): RobotApi {
  return {
    robot: entries.filter((entry) => entry.kind !== "function"),
    functions: entries.filter((entry) => entry.kind === "function"),
    fields: new Map(entries.filter((entry) => entry.fields.length > 0).map((entry) => [entry.name, entry.fields])),
  };
}

/** The one property that is a list of things with fields. */
const LIST = "detections";

/**
 * Whose members an expression has: `robot`, one of its properties, or null if that can't be told.
 *
 * It looks at the expression itself and at how the text fills a variable of that name, which is enough for the
 * programs of learners: `for d in robot.detections`, `here = robot.odometry`, `robot.detections[0]`, `max(...)`.
 */
export function ownerOf(expression: string, text: string): string | null {
  if (expression === "robot") return "robot";
  const [, property, index] = /^robot\.(\w+)(\[[^\]]*\])?$/.exec(expression) ?? [];
  if (property !== undefined) return (property === LIST) === (index !== undefined) ? property : null;
  if (!/^\w+$/.test(expression)) return null;
  const given = new RegExp(`\\b${expression}\\s*=\\s*robot\\.(\\w+)\\s*(?:#.*)?$`, "m").exec(text)?.[1];
  if (given !== undefined && given !== LIST) return given;
  const seen = new RegExp(
    `\\bfor\\s+${expression}\\s+in\\s+.*robot\\.detections` +
      `|\\b${expression}\\s*=\\s*robot\\.detections\\[` +
      `|\\b${expression}\\s*=\\s*(?:max|min|next)\\(.*robot\\.detections` +
      `|\\blambda\\s+${expression}\\s*:`,
  );
  if (seen.test(text)) return LIST;
  const list = new RegExp(`\\b(?:for\\s+${expression}\\s+in|${expression}\\s*=)\\s*(\\w+)`).exec(text)?.[1];
  return list !== undefined && new RegExp(`\\b${list}\\s*=.*robot\\.detections`).test(text) ? LIST : null;
}

/** The expression before the dot that ends `before`, such as `robot.odometry` in `x = robot.odometry.`. */
export function expressionBefore(before: string): string {
  return /([A-Za-z_][\w.]*(?:\[[^[\]]*\])?)\.$/.exec(before)?.[1] ?? "";
}
