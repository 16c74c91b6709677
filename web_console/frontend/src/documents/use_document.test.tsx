// SPDX-License-Identifier: Apache-2.0
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { sessionBegun } from "@/api/guarded_fetch";
import type { Program, Version } from "@/api/types";
import type { ProgramDocument } from "@/documents/document";
import { hasLeft } from "@/documents/leaving";
import { localCopiesOf } from "@/documents/local_copies";
import { useDocument } from "@/documents/use_document";

const typed = (text: string): ProgramDocument => ({ tier: "code", text, blocks: null });

function versionOf(number: number, text: string, nickname: string): Version {
  return {
    id: `v${number}`,
    number,
    parent_number: null,
    kind: "autosave",
    label: "",
    tier: "code",
    author: { id: nickname, nickname },
    saved_at: "2026-01-01T10:00:00Z",
    is_head: true,
    text,
    blocks: null,
  };
}

function programOf(version: Version): Program {
  return {
    id: "p1",
    mission: "first_drive",
    name: "Program 1",
    head: version.number,
    tier: "code",
    author: version.author,
    created_at: version.saved_at,
    saved_at: version.saved_at,
    document: version,
  };
}

/** The server's side of a program. */
class ProgramServer {
  head = versionOf(1, "old", "me");
  /** What it answers instead, when it does not do as it should. */
  instead: (() => Promise<Response>) | null = null;

  async save(sent: { base: number; text: string }): Promise<Response> {
    if (this.instead !== null) return this.instead();
    if (sent.base !== this.head.number) {
      return Response.json({ kind: "conflict", message: "", hint: "", theirs: this.head, yours: 9 }, { status: 409 });
    }
    this.head = versionOf(this.head.number + 1, sent.text, "me");
    return Promise.resolve(Response.json(this.head));
  }
}

// The client, but for the network.
vi.mock(import("@/api/client"), async (original) => ({
  ...(await original()),
  api: {
    PUT: async (_path: string, { body }: { body: { base: number; text: string } }) => {
      const response = await server.save(body);
      const told: unknown = await response.json().catch(() => "no JSON");
      return response.ok ? { data: told, response } : { error: told, response };
    },
  } as never,
}));

let server: ProgramServer;

function Around({ children }: { children: ReactNode }) {
  return <QueryClientProvider client={new QueryClient()}>{children}</QueryClientProvider>;
}

const open = () => renderHook(() => useDocument(programOf(server.head), "me"), { wrapper: Around });

beforeEach(() => {
  localStorage.clear();
  server = new ProgramServer();
});

afterEach(cleanup);

describe("a document in a page", () => {
  it("is saved as it is typed", async () => {
    const { result } = open();
    act(() => result.current.change(typed("new")));
    expect(result.current.document.text).toBe("new");
    await waitFor(() => expect(result.current.state).toEqual({ kind: "saved", number: 2 }));
    expect(server.head.text).toBe("new");
  });

  it("is saved when the page is left before it was", async () => {
    const { result, unmount } = open();
    act(() => result.current.change(typed("last words")));
    unmount();
    await hasLeft("p1");
    expect(server.head.text).toBe("last words");
    expect(localCopiesOf("me").get("p1")).toBeNull();
  });

  it("offers after a crash what was not saved, and overwrites nothing before one has chosen", async () => {
    localCopiesOf("me").put("p1", { base: 1, document: typed("crashed"), at: "2026-01-01T10:00:00Z" });
    const { result } = open();
    expect(result.current.recovered?.document.text).toBe("crashed");
    expect(result.current.document.text).toBe("old");
    expect(server.head.text).toBe("old");
    act(() => result.current.recover(typed("crashed")));
    await waitFor(() => expect(server.head.text).toBe("crashed"));
    expect(result.current.recovered).toBeNull();
  });

  it("may be left as it is saved", () => {
    localCopiesOf("me").put("p1", { base: 1, document: typed("crashed"), at: "2026-01-01T10:00:00Z" });
    const { result } = open();
    act(() => result.current.recover(null));
    expect(result.current.document.text).toBe("old");
    expect(localCopiesOf("me").get("p1")).toBeNull();
  });

  it("offers nothing that is saved already", () => {
    localCopiesOf("me").put("p1", { base: 1, document: typed("old"), at: "2026-01-01T10:00:00Z" });
    expect(open().result.current.recovered).toBeNull();
  });

  it("shows what somebody else saved meanwhile, and goes on from there", async () => {
    const { result } = open();
    server.head = versionOf(2, "theirs", "Ada");
    act(() => result.current.change(typed("mine")));
    await waitFor(() => expect(result.current.state.kind).toBe("conflict"));
    expect(result.current.state).toMatchObject({ theirs: { number: 2, author: "Ada", document: typed("theirs") } });
    act(() => result.current.settle(typed("theirs")));
    expect(result.current.document.text).toBe("theirs");
    expect(server.head.text).toBe("theirs");
  });

  it.each([
    ["a server that can't be reached", () => Promise.reject(new TypeError("Failed to fetch")), "away"],
    ["a server with a full disk", () => Promise.resolve(Response.json({ kind: "disk_full" }, { status: 507 })), "away"],
    ["a server that has had too much", () => Promise.resolve(Response.json({ kind: "too_often" }, { status: 429 })), "away"],
    ["a server that breaks", () => Promise.resolve(new Response("<html>", { status: 502 })), "away"],
    ["a program that is too large", () => Promise.resolve(Response.json({ kind: "too_large" }, { status: 413 })), "refused"],
    ["a program that is another team's", () => Promise.resolve(Response.json({ kind: "not_found" }, { status: 404 })), "refused"],
    ["a session that has expired", () => Promise.resolve(Response.json({ kind: "log_in" }, { status: 401 })), "logged_out"],
  ])("loses nothing to %s", async (_name, instead, state) => {
    server.instead = instead;
    const { result } = open();
    act(() => result.current.change(typed("precious")));
    await waitFor(() => expect(result.current.state.kind).toBe(state));
    expect(result.current.document.text).toBe("precious");
    expect(localCopiesOf("me").get("p1")?.document.text).toBe("precious");
  });

  it("is saved as soon as one has logged in again", async () => {
    server.instead = () => Promise.resolve(Response.json({ kind: "log_in" }, { status: 401 }));
    const { result } = open();
    act(() => result.current.change(typed("precious")));
    await waitFor(() => expect(result.current.state.kind).toBe("logged_out"));
    server.instead = null;
    act(sessionBegun);
    await waitFor(() => expect(server.head.text).toBe("precious"));
  });

  it("asks before the window is closed only while something is not saved", async () => {
    const { result } = open();
    const closing = (): boolean => !window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
    expect(closing()).toBe(false);
    act(() => result.current.change(typed("new")));
    expect(closing()).toBe(true);
    await waitFor(() => expect(result.current.state.kind).toBe("saved"));
    expect(closing()).toBe(false);
  });
});
