// SPDX-License-Identifier: Apache-2.0
/** Moments of an episode that are worth going to: zones, touches, errors, the end. */
import type { EpisodeTracks } from "@/episode/episode_tracks";
import type { Arrival } from "@/episode/zone_arrivals";
import type { Scene } from "@/scene/scene";
import { colourOf } from "@/scene/zone_colours";

export type MarkKind = "zone" | "touch" | "error" | "end";

export interface Mark {
  readonly t: number;
  readonly kind: MarkKind;
  /** The zone's name, the model of what was touched, or what went wrong. */
  readonly subject: string;
  /** The greatest force of a touch, N. */
  readonly force: number;
  readonly colour: string;
}

/** The marks of an episode as far as it is known, in order of time. */
export function marksOf(tracks: EpisodeTracks, arrivals: readonly Arrival[], scene: Scene | undefined): Mark[] {
  const marks: Mark[] = arrivals.map(({ t, zone }) => ({
    t,
    kind: "zone",
    subject: zone.name.replaceAll("_", " "),
    force: 0,
    colour: colourOf(zone.colour),
  }));
  for (const event of tracks.events.all) {
    if (event.kind !== "touched") continue;
    const thing = scene?.entities.find((entity) => entity.name === event.subject);
    marks.push({ t: event.t, kind: "touch", subject: thing?.model || event.subject, force: event.value, colour: "#e5484d" });
  }
  const { end } = tracks;
  if (end !== null) {
    const failed = end.failure !== null;
    const subject = end.failure?.message ?? end.reason;
    marks.push({ t: end.t, kind: failed ? "error" : "end", subject, force: 0, colour: failed ? "#e5484d" : "#8a97a3" });
  }
  return marks.sort((one, other) => one.t - other.t);
}
