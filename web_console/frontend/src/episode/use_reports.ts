// SPDX-License-Identifier: Apache-2.0
/** Tells the page around an episode what the program was doing at the moment, and what becomes of the episode. */
import { useEffect, useRef } from "react";
import type { ProgramFailure } from "@/episode/frames";
import type { EpisodeSource } from "@/episode/use_episode";
import { isOver } from "@/episode/watched_clock";
import { type Moment, momentIn } from "@/moment/moment";
import type { EpisodeClock } from "@/player/episode_clock";

/** What becomes of an episode. */
export interface EpisodeProgress {
  readonly episodeId: string;
  readonly state: "running" | "paused" | "over";
  /** How the program failed, if it did. */
  readonly failure: ProgramFailure | null;
}

/** What is known of an episode's state. */
export function progressOf(source: EpisodeSource): EpisodeProgress {
  const { tracks, episodeId } = source;
  const paused = tracks.state?.state === "paused";
  return { episodeId, state: isOver(source) ? "over" : paused ? "paused" : "running", failure: tracks.end?.failure ?? null };
}

/** Calls back at every other step that is looked at, and whenever the episode's state is another one. */
export function useReports(
  source: EpisodeSource,
  clock: EpisodeClock,
  onMoment: ((moment: Moment) => void) | undefined,
  onProgress: ((progress: EpisodeProgress) => void) | undefined,
): void {
  const { tracks } = source;
  const tellMoment = useRef(onMoment);
  const tellProgress = useRef(onProgress);
  useEffect(() => {
    tellMoment.current = onMoment;
    tellProgress.current = onProgress;
  });

  useEffect(() => {
    let told: number | null | undefined;
    const look = (): void => {
      const moment = momentIn(tracks, clock.time + 1e-9);
      if (moment.step === told) return;
      told = moment.step;
      tellMoment.current?.({ ...moment, t: clock.time });
    };
    look();
    const stops = [clock.subscribe(look), tracks.subscribe(look)];
    return () => stops.forEach((stop) => stop());
  }, [tracks, clock]);

  useEffect(() => {
    let told = "";
    const look = (): void => {
      const progress = progressOf(source);
      const key = JSON.stringify(progress);
      if (key === told) return;
      told = key;
      tellProgress.current?.(progress);
    };
    look();
    return source.tracks.subscribe(look);
  }, [source]);
}
