// SPDX-License-Identifier: Apache-2.0
/** Lets a part of the page look again while frames come, but not at each of them. */
import { useCallback, useSyncExternalStore } from "react";
import type { EpisodeTracks } from "@/episode/episode_tracks";

/**
 * Renders again when something was added to an episode.
 *
 * @param hz how often a second at most.
 * @returns a number that grows with what was added.
 */
export function useChanges(tracks: EpisodeTracks, hz = 5): number {
  const subscribe = useCallback(
    (changed: () => void) => {
      let timer: number | null = null;
      let last = 0;
      const stop = tracks.subscribe(() => {
        timer ??= window.setTimeout(
          () => {
            timer = null;
            last = performance.now();
            changed();
          },
          Math.max(0, last + 1000 / hz - performance.now()),
        );
      });
      return () => {
        stop();
        if (timer !== null) window.clearTimeout(timer);
      };
    },
    [tracks, hz],
  );
  return useSyncExternalStore(subscribe, () => tracks.version);
}
