// SPDX-License-Identifier: Apache-2.0
/** A mission, and what can run its programs. */
import { useQuery } from "@tanstack/react-query";
import { answered, api } from "@/api/client";

/** Everything about a mission that its learners may know. */
export function useMission(name: string | null) {
  return useQuery({
    queryKey: ["mission", name],
    enabled: name !== null,
    staleTime: 300_000,
    queryFn: async () =>
      answered(await api.GET("/api/missions/{name}", { params: { path: { name: name ?? "" } } })),
  });
}

/** Engines and robots, with why some can't be chosen. */
export function useTargets(mission: string) {
  return useQuery({
    queryKey: ["targets", mission],
    queryFn: async () => answered(await api.GET("/api/targets", { params: { query: { mission } } })).targets,
  });
}
