// SPDX-License-Identifier: Apache-2.0
/** Who is using this browser. */
import { type Query, type QueryClient, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answered, api } from "@/api/client";
import { sessionBegun, setCsrfToken } from "@/api/guarded_fetch";
import type { Session } from "@/api/types";
import { allHaveLeft } from "@/documents/leaving";
import { askToLogIn, loggedInOrNot } from "@/session/lost_session";

const KEY = ["session"] as const;

/**
 * The session. When the server no longer knows somebody whom this page knows, the page keeps them: what they see and
 * type stays while they are asked to log in again.
 */
export const sessionQuery = queryOptions({
  queryKey: KEY,
  queryFn: async ({ client }): Promise<Session> => {
    const session: Session = answered(await api.GET("/api/session"));
    setCsrfToken(session.csrf_token);
    const before = client.getQueryData<Session>(KEY);
    if (before?.person == null || session.person?.id === before.person.id) return session;
    askToLogIn();
    return before;
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
  const { person, team, csrf_token, demo } = session;
  queries.setQueryData(sessionQuery.queryKey, { person, team, csrf_token, demo });
  if (before?.person?.id === person?.id) {
    sessionBegun();
    void queries.invalidateQueries({ predicate: notSession });
  } else {
    void queries.resetQueries({ predicate: notSession });
  }
  loggedInOrNot();
}

function notSession(query: Query): boolean {
  return query.queryKey[0] !== KEY[0];
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

/** Logs out, after what was still being saved. The pages that need somebody must have been left before. */
export function useLogOut() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      await allHaveLeft();
      return answered(await api.DELETE("/api/session"));
    },
    onSuccess: (session) => {
      setCsrfToken(session.csrf_token);
      queries.setQueryData(sessionQuery.queryKey, session);
      void queries.resetQueries({ predicate: notSession });
    },
  });
}
