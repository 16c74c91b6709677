// SPDX-License-Identifier: Apache-2.0
/** Submissions: graded attempts, as they go on and as they were. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answered, api } from "@/api/client";
import type { Submission } from "@/api/types";

const ASK_AGAIN_MS = 1_000;

/** Whether a submission is not graded yet. */
export function isGraded(submission: Submission): boolean {
  return submission.state === "graded" || submission.state === "failed";
}

/** The submissions of a mission, the newest first. */
export function useSubmissions(mission: string, known: boolean) {
  return useQuery({
    queryKey: ["submissions", mission],
    enabled: known,
    queryFn: async () => answered(await api.GET("/api/submissions", { params: { query: { mission } } })).submissions,
    // One that goes on is looked after by its own query; here it is enough to see that it ended.
    refetchInterval: (query) => (query.state.data?.every(isGraded) === false ? 4 * ASK_AGAIN_MS : false),
  });
}

/** A submission; asked for again and again until it is graded. */
export function useSubmission(id: string | null) {
  return useQuery({
    queryKey: ["submission", id],
    enabled: id !== null,
    queryFn: async () =>
      answered(await api.GET("/api/submissions/{submission_id}", { params: { path: { submission_id: id ?? "" } } })),
    refetchInterval: (query) => (query.state.data === undefined || !isGraded(query.state.data) ? ASK_AGAIN_MS : false),
  });
}

/** Submits a program's version. */
export function useSubmit() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: { program_id: string; version: number }) =>
      answered(await api.POST("/api/submissions", { body })),
    onSuccess: (submission) => {
      queries.setQueryData(["submission", submission.id], submission);
      void queries.invalidateQueries({ queryKey: ["submissions"] });
    },
  });
}
