// SPDX-License-Identifier: Apache-2.0
import { QueryClient } from "@tanstack/react-query";
import { renderHook } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { onSessionBegun } from "@/api/guarded_fetch";
import type { Session } from "@/api/types";
import { loggedInOrNot, useAskedToLogIn } from "@/session/lost_session";
import { enter, sessionQuery } from "@/session/session";

const sessionOf = (id: string | null): Session => ({
  person: id === null ? null : { id, nickname: id, role: "learner" },
  team: null,
  csrf_token: id ?? "",
  demo: false,
});

vi.mock("@/api/client", () => ({
  answered: (result: unknown) => result,
  api: { GET: () => Promise.resolve(answer) },
}));

let answer: Session;
let queries: QueryClient;
const asked = (): boolean => renderHook(() => useAskedToLogIn()).result.current;

beforeEach(() => {
  queries = new QueryClient();
  loggedInOrNot();
});

describe("a session", () => {
  it("is the server's word", async () => {
    answer = sessionOf("Ada");
    expect((await queries.query(sessionQuery)).person?.nickname).toBe("Ada");
    expect(asked()).toBe(false);
  });

  it("that is lost is asked for again, while the page keeps whom it knows", async () => {
    enter(queries, sessionOf("Ada"));
    answer = sessionOf(null);
    const kept = await queries.query({ ...sessionQuery, staleTime: 0 });
    expect(kept.person?.nickname).toBe("Ada");
    expect(asked()).toBe(true);
  });

  it("that comes back lets what waited go on, and keeps what was loaded", () => {
    const heard = vi.fn();
    const stop = onSessionBegun(heard);
    enter(queries, sessionOf("Ada"));
    queries.setQueryData(["programs", "first_drive"], ["Ada's"]);
    heard.mockClear();
    enter(queries, sessionOf("Ada"));
    expect(heard).toHaveBeenCalledTimes(1);
    expect(queries.getQueryData(["programs", "first_drive"])).toEqual(["Ada's"]);
    stop();
  });

  it("of somebody else forgets what was loaded, and saves nothing in their name", () => {
    enter(queries, sessionOf("Ada"));
    queries.setQueryData(["programs", "first_drive"], ["Ada's"]);
    const heard = vi.fn();
    const stop = onSessionBegun(heard);
    enter(queries, sessionOf("Ben"));
    expect(heard).not.toHaveBeenCalled();
    expect(queries.getQueryData(["programs", "first_drive"])).toBeUndefined();
    stop();
  });
});
