// SPDX-License-Identifier: Apache-2.0
/** Episodes: run, controlled, and those that were. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answered, api } from "@/api/client";
import type { Episode } from "@/api/types";
import { saidIn } from "@/episodes/kept_log";
import type { EpisodeOrder } from "@/player/control";

/** What to run, and how. */
export interface RunOrder {
  readonly program_id: string;
  readonly version: number;
  readonly seed: number;
  readonly robot: string;
  readonly target: string;
  /** Simulated seconds a second; 0 for as fast as it goes. */
  readonly pace: number;
}

/** Whether an episode still goes on, or waits to. */
export function goesOn(episode: Episode): boolean {
  return episode.state === "waiting" || episode.state === "running";
}

/** The newest episodes of a mission. */
export function useEpisodes(mission: string, known: boolean) {
  return useQuery({
    queryKey: ["episodes", mission],
    enabled: known,
    staleTime: 0,
    queryFn: async () => answered(await api.GET("/api/episodes", { params: { query: { mission } } })).episodes,
  });
}

/** An episode. */
export function useEpisodeFacts(episodeId: string | null) {
  return useQuery({
    queryKey: ["episode", episodeId],
    enabled: episodeId !== null,
    queryFn: async () =>
      answered(await api.GET("/api/episodes/{episode_id}", { params: { path: { episode_id: episodeId ?? "" } } })),
  });
}

/** The program that an episode ran, as it was then. */
export function useEpisodeProgram(episodeId: string | null) {
  return useQuery({
    queryKey: ["episode", episodeId, "program"],
    enabled: episodeId !== null,
    staleTime: Infinity,
    queryFn: async () =>
      answered(
        await api.GET("/api/episodes/{episode_id}/program", { params: { path: { episode_id: episodeId ?? "" } } }),
      ),
  });
}

/** The scorecard of an episode that has one. */
export function useEpisodeScorecard(episodeId: string) {
  return useQuery({
    queryKey: ["episode", episodeId, "scorecard"],
    staleTime: Infinity,
    queryFn: async () =>
      answered(
        await api.GET("/api/episodes/{episode_id}/scorecard", { params: { path: { episode_id: episodeId } } }),
      ),
  });
}

/** What the program of an episode that is over said. */
export function useEpisodeLog(episodeId: string) {
  return useQuery({
    queryKey: ["episode", episodeId, "log"],
    staleTime: Infinity,
    queryFn: async () =>
      saidIn(
        answered<string>(
          await api.GET("/api/episodes/{episode_id}/log", { params: { path: { episode_id: episodeId } }, parseAs: "text" }),
        ),
      ),
  });
}

/** Runs a program in a practice episode. */
export function useRunEpisode(mission: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: RunOrder) => answered(await api.POST("/api/episodes", { body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["episodes", mission] }),
  });
}

/** Tells a running episode what is to become of it. */
export function useControlEpisode() {
  return useMutation({
    mutationFn: async ({ id, ...body }: EpisodeOrder & { id: string }) =>
      answered(
        await api.POST("/api/episodes/{episode_id}/control", { params: { path: { episode_id: id } }, body }),
      ),
  });
}

/** Where an episode's files are. */
export function episodeFile(episodeId: string, file: "recording" | "scorecard" | "log"): string {
  return `/api/episodes/${encodeURIComponent(episodeId)}/${file}`;
}
