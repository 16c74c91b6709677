// SPDX-License-Identifier: Apache-2.0
/** Who is using this browser. */
import { type QueryClient, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answered, api } from "@/api/client";
import { setCsrfToken } from "@/api/guarded_fetch";
import type { Session } from "@/api/types";

const KEY = ["session"] as const;

export const sessionQuery = queryOptions({
  queryKey: KEY,
  queryFn: async () => {
    const session: Session = answered(await api.GET("/api/session"));
    setCsrfToken(session.csrf_token);
    return session;
  },
  staleTime: 60_000,
});

/** The session as it is known; `data` is missing until the server has answered once. */
export function useSession() {
  return useQuery(sessionQuery);
}

/** Takes in a session that the server has just begun; what another person had loaded is forgotten. */
export function enter(queries: QueryClient, session: Session): void {
  const before = queries.getQueryData(sessionQuery.queryKey);
  setCsrfToken(session.csrf_token);
  if (before?.person?.id !== session.person?.id) {
    queries.removeQueries({ predicate: (query) => query.queryKey[0] !== KEY[0] && !query.isActive() });
  }
  const { person, team, csrf_token, demo } = session;
  queries.setQueryData(sessionQuery.queryKey, { person, team, csrf_token, demo });
  void queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== KEY[0] });
}

/** Logs in by name and password. */
export function useLogIn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: { login_name: string; password: string }) =>
      answered(await api.POST("/api/session/log-in", { body })),
    onSuccess: (session) => enter(queries, session),
  });
}

/** Comes back with a key. */
export function useRejoin() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (key: string) => answered(await api.POST("/api/session/rejoin", { body: { key } })),
    onSuccess: (session) => enter(queries, session),
  });
}

/** Logs out. */
export function useLogOut() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => answered(await api.DELETE("/api/session")),
    onSuccess: async () => {
      queries.removeQueries({ predicate: (query) => query.queryKey[0] !== KEY[0] });
      await queries.invalidateQueries({ queryKey: KEY });
    },
  });
}
