// SPDX-License-Identifier: Apache-2.0
/** What a team has reached so far, by mission. */
import { useQuery } from "@tanstack/react-query";
import { answered, api } from "@/api/client";
import type { Submission } from "@/api/types";

export interface Best {
  readonly score: number;
  readonly passed: boolean;
}

/** The best graded submission of each mission. */
export function bestOf(submissions: readonly Submission[]): ReadonlyMap<string, Best> {
  const best = new Map<string, Best>();
  for (const { mission, score, passed } of submissions) {
    if (score === null) continue;
    const before = best.get(mission);
    if (before === undefined || score > before.score) best.set(mission, { score, passed: passed ?? false });
  }
  return best;
}

/** The best scores of whom the session belongs to; empty until they are known. */
export function useBestScores(known: boolean): ReadonlyMap<string, Best> {
  const submissions = useQuery({
    queryKey: ["submissions", ""],
    enabled: known,
    queryFn: async () => answered(await api.GET("/api/submissions")),
    select: (data) => bestOf(data.submissions),
  });
  return submissions.data ?? NONE;
}

const NONE: ReadonlyMap<string, Best> = new Map();
