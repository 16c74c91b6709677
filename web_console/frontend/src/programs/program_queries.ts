// SPDX-License-Identifier: Apache-2.0
/** A team's programs for a mission, and their versions. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answered, api } from "@/api/client";
import type { Program } from "@/api/types";
import type { Tier } from "@/documents/document";
import { hasLeft } from "@/documents/leaving";

/** The programs for a mission, the one that was changed last first. */
export function usePrograms(mission: string, known: boolean) {
  return useQuery({
    queryKey: ["programs", mission],
    enabled: known,
    queryFn: async () =>
      answered(await api.GET("/api/missions/{name}/programs", { params: { path: { name: mission } } })).programs,
  });
}

/** A program with what it is now; read anew whenever it is opened, after what is still on its way to the server. */
export function useProgram(programId: string | null) {
  return useQuery({
    queryKey: ["program", programId],
    enabled: programId !== null,
    queryFn: async () => {
      const id = programId ?? "";
      await hasLeft(id);
      return answered(await api.GET("/api/programs/{program_id}", { params: { path: { program_id: id } } }));
    },
    // What is typed lives in the page; the server's word is asked for when the page opens, and never under one's hands.
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

export interface NewProgram {
  readonly tier: Tier;
  readonly name?: string;
  readonly text?: string;
  readonly blocks?: string;
}

/** Makes a program. */
export function useCreateProgram(mission: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: NewProgram): Promise<Program> =>
      answered(await api.POST("/api/missions/{name}/programs", { params: { path: { name: mission } }, body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["programs", mission] }),
  });
}

/** Gives a program another name. */
export function useRenameProgram(mission: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, name }: { id: string; name: string }) =>
      answered(await api.PATCH("/api/programs/{program_id}", { params: { path: { program_id: id } }, body: { name } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["programs", mission] }),
  });
}

/** The versions of a program, newest first, a page at a time. */
export function useVersions(programId: string) {
  return useInfiniteQuery({
    queryKey: ["versions", programId],
    staleTime: 0,
    initialPageParam: null as number | null,
    queryFn: async ({ pageParam }) =>
      answered(
        await api.GET("/api/programs/{program_id}/versions", {
          params: { path: { program_id: programId }, query: pageParam === null ? {} : { before: pageParam } },
        }),
      ),
    getNextPageParam: (page) => (page.older ? (page.versions.at(-1)?.number ?? null) : null),
  });
}

/** A version with its document. */
export function useVersion(programId: string, number: number | null) {
  return useQuery({
    queryKey: ["version", programId, number],
    enabled: number !== null,
    queryFn: async () =>
      answered(
        await api.GET("/api/programs/{program_id}/versions/{number}", {
          params: { path: { program_id: programId, number: number ?? 0 } },
        }),
      ),
  });
}

/** Makes an older version the newest again. */
export function useRestore(programId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (number: number) =>
      answered(
        await api.POST("/api/programs/{program_id}/versions/{number}/restore", {
          params: { path: { program_id: programId, number } },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["versions", programId] }),
  });
}
