// SPDX-License-Identifier: Apache-2.0
/** Running the program that is open, and what is watched: an episode that runs, or one that ran. */
import { useQueryClient } from "@tanstack/react-query";
import { type RefObject, useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Episode } from "@/api/types";
import { errorNotice, failureNotice } from "@/components/notice";
import type { EpisodeOrder, EpisodeProgress } from "@/episode/episode_view";
import { goesOn, useControlEpisode, useEpisodeProgram, useRunEpisode } from "@/episodes/episode_queries";
import type { DeskHandle } from "@/pages/mission/program_desk";
import type { RanProgram } from "@/pages/mission/ran_program";
import type { RunState } from "@/pages/mission/run_bar";
import { keepWatched, useWatchedBefore } from "@/pages/mission/watched_before";
import type { RunChoice } from "@/pages/mission/run_settings";

/** The episode that is watched, and whether it was still going on when that began. */
export interface Watched {
  readonly episodeId: string;
  readonly live: boolean;
}

export function useRun(mission: string, desk: RefObject<DeskHandle | null>) {
  const { t } = useTranslation("mission");
  const queries = useQueryClient();
  const runEpisode = useRunEpisode(mission);
  const controlEpisode = useControlEpisode();
  const [watched, setWatched] = useState<Watched | null>(null);
  const [progress, setProgress] = useState<EpisodeProgress | null>(null);
  const [starting, setStarting] = useState(false);
  const program = useEpisodeProgram(watched?.episodeId ?? null).data;

  const known = progress?.episodeId === watched?.episodeId ? progress : null;
  const state: RunState = starting
    ? "starting"
    : watched?.live !== true || known?.state === "over"
      ? "idle"
      : (known?.state ?? "running");
  const failure = known?.failure ?? null;
  const ran = useMemo<RanProgram | null>(
    () => (program === undefined ? null : { programId: program.program_id, text: program.text, failure }),
    [program, failure],
  );

  const watch = useCallback(
    (episode: Episode): void => {
      keepWatched(mission, episode.id);
      setWatched({ episodeId: episode.id, live: goesOn(episode) });
    },
    [mission],
  );
  useWatchedBefore(mission, watched?.episodeId ?? null, watch);

  const start = async (choice: RunChoice): Promise<void> => {
    const open = desk.current;
    if (open === null || starting) return;
    setStarting(true);
    try {
      const kept = await open.keep();
      if (kept === null) {
        failureNotice(t("run_failed"), t("run_unsaved"));
        return;
      }
      const episode = await runEpisode.mutateAsync({ program_id: open.programId, version: kept.version, ...choice });
      watch(episode);
    } catch (error) {
      errorNotice(t("run_failed"), error);
    } finally {
      setStarting(false);
    }
  };

  const send = (order: EpisodeOrder): void => {
    if (watched === null) return;
    controlEpisode.mutate({ id: watched.episodeId, ...order }, { onError: (error) => errorNotice(t("control_failed"), error) });
  };

  const follow = useCallback(
    (now: EpisodeProgress) => {
      setProgress(now);
      if (now.state === "over") void queries.invalidateQueries({ queryKey: ["episodes", mission] });
    },
    [mission, queries],
  );

  return {
    watched,
    state,
    ran,
    start: (choice: RunChoice) => void start(choice),
    control: send,
    setPace: (pace: number) => {
      if (state === "running" || state === "paused") send({ action: "pace", pace });
    },
    watch,
    follow,
  };
}
