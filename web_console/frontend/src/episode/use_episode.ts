// SPDX-License-Identifier: Apache-2.0
/** Episodes for React: brought while they are shown, let go when they are not. */
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { EpisodeFeed, type FeedState } from "@/episode/episode_feed";
import type { EpisodeTracks } from "@/episode/episode_tracks";

/** An episode, as far as it is known. */
export interface EpisodeSource extends FeedState {
  readonly episodeId: string;
  readonly tracks: EpisodeTracks;
  /** Asks for the pictures of the robot's camera, too. */
  readonly wantPictures: () => void;
}

/** An episode's frames; another id is another episode. */
export function useEpisode(episodeId: string, live: boolean): EpisodeSource;
export function useEpisode(episodeId: string | null, live: boolean): EpisodeSource | null;
export function useEpisode(episodeId: string | null, live: boolean): EpisodeSource | null {
  // `live` says how to begin: an episode that ends while it is watched is watched on as it is.
  const feed = useMemo(
    () => (episodeId === null ? null : new EpisodeFeed(episodeId, live)),
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [episodeId],
  );
  useEffect(() => {
    feed?.start();
    return () => feed?.stop();
  }, [feed]);
  const state = useSyncExternalStore(feed?.subscribe ?? nothing, () => feed?.state ?? null);
  return useMemo(
    () => (feed === null || state === null ? null : { ...state, episodeId: feed.episodeId, tracks: feed.tracks, wantPictures: () => feed.wantPictures() }),
    [feed, state],
  );
}

function nothing(): () => void {
  return () => undefined;
}
