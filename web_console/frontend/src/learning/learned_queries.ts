// SPDX-License-Identifier: Apache-2.0
/** What a program learned: the model that drove, and the page about how it was learned. */
import { useQuery } from "@tanstack/react-query";
import { answered, api } from "@/api/client";
import type { Scorecard } from "@/api/types";

export type ModelUsed = NonNullable<Scorecard["model"]>;

/** The model that drove in an episode that is over, and whether there is a report on learning. */
export interface Learned {
  readonly model: ModelUsed | null;
  readonly hasReport: boolean;
}

/** @param over the episode is: before, it has no scorecard. */
export function useLearned(episodeId: string, over: boolean) {
  return useQuery({
    queryKey: ["episode", episodeId, "learned"],
    enabled: over,
    staleTime: Infinity,
    queryFn: async (): Promise<Learned> => {
      const path = { params: { path: { episode_id: episodeId } } };
      const facts = answered(await api.GET("/api/episodes/{episode_id}", path));
      if (facts.score === null) return { model: null, hasReport: facts.has_learning_report };
      const scorecard = answered(await api.GET("/api/episodes/{episode_id}/scorecard", path));
      return { model: scorecard.model ?? null, hasReport: facts.has_learning_report };
    },
  });
}

/** The page about how an episode's program learned, as HTML. */
export function useLearningReport(episodeId: string, language: "en" | "de") {
  return useQuery({
    queryKey: ["episode", episodeId, "learning", language],
    queryFn: async () =>
      answered<string>(
        await api.GET("/api/episodes/{episode_id}/learning", {
          params: { path: { episode_id: episodeId }, query: { language } },
          parseAs: "text",
        }),
      ),
  });
}
