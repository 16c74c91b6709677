// SPDX-License-Identifier: Apache-2.0
/** An episode that goes on is watched again when its page is loaded anew: learning may take minutes. */
import { useEffect, useRef, useState } from "react";
import type { Episode } from "@/api/types";
import { goesOn, useEpisodeFacts } from "@/episodes/episode_queries";

const PREFIX = "valence.watched";

function kept(mission: string): string | null {
  try {
    return sessionStorage.getItem(`${PREFIX}.${mission}`);
  } catch {
    return null;
  }
}

/** Remembers which episode is watched, for this tab and as long as it is open. */
export function keepWatched(mission: string, episodeId: string): void {
  try {
    sessionStorage.setItem(`${PREFIX}.${mission}`, episodeId);
  } catch {
    // Then it is found in the history below.
  }
}

/**
 * Calls back once with the episode that was watched before the page was loaded anew, if it still goes on.
 *
 * @param watched the one that is watched now; with one there is nothing to be found again.
 */
export function useWatchedBefore(mission: string, watched: string | null, onFound: (episode: Episode) => void): void {
  const [before] = useState(() => kept(mission));
  const looked = useRef(false);
  const { data } = useEpisodeFacts(watched === null ? before : null);
  useEffect(() => {
    if (data === undefined || looked.current || watched !== null) return;
    looked.current = true;
    if (goesOn(data)) onFound(data);
  }, [data, watched, onFound]);
}
