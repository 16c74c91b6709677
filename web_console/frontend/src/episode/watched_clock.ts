// SPDX-License-Identifier: Apache-2.0
/** The clock of what is watched: it ends where the episodes end, and is live as long as one of them runs. */
import { useEffect, useMemo } from "react";
import type { EpisodeSource } from "@/episode/use_episode";
import { EpisodeClock } from "@/player/episode_clock";

const OVER: ReadonlySet<string> = new Set(["ended", "stopped", "failed"]);

/** Whether an episode is over, as far as one knows. */
export function isOver(source: EpisodeSource): boolean {
  const { status, tracks } = source;
  return status === "complete" || status === "failed" || tracks.end !== null || OVER.has(tracks.state?.state ?? "");
}

/**
 * A clock for an episode, and for another one that is watched beside it.
 *
 * @param first whose id makes the clock another one.
 * @param live how it begins.
 */
export function useWatchedClock(first: EpisodeSource, second: EpisodeSource | null, live: boolean): EpisodeClock {
  const clock = useMemo(
    () => new EpisodeClock(live),
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [first.episodeId],
  );
  useEffect(() => {
    const keepUp = (): void => {
      clock.setEnd(Math.max(first.tracks.endTime, second?.tracks.endTime ?? 0));
      if (isOver(first)) clock.setLive(false);
    };
    keepUp();
    const stops = [first.tracks.subscribe(keepUp), second?.tracks.subscribe(keepUp)];
    return () => stops.forEach((stop) => stop?.());
  }, [clock, first, second]);
  useEffect(() => () => clock.dispose(), [clock]);
  return clock;
}
