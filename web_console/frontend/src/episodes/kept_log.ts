// SPDX-License-Identifier: Apache-2.0
/** The log that an episode left: a JSON object a line, of what its program said and plotted. */

/** Something that a program said. */
export interface SaidLine {
  /** Seconds in the episode. */
  readonly time: number;
  readonly text: string;
}

/** What was said, of a log's text. What is no line of a log, as the last one of a file that is cut off, is passed over. */
export function saidIn(log: string): SaidLine[] {
  const said: SaidLine[] = [];
  for (const line of log.split("\n")) {
    const entry = objectIn(line);
    const time = entry?.["sim_time_s"];
    const text = entry?.["text"];
    if (entry?.["kind"] === "log" && typeof time === "number" && typeof text === "string") said.push({ time, text });
  }
  return said;
}

function objectIn(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" ? (value as Record<string, unknown> | null) : null;
  } catch {
    return null;
  }
}
