// SPDX-License-Identifier: Apache-2.0
// @vitest-environment node
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { guardedFetch, onLoggedOut, setCsrfToken } from "@/api/guarded_fetch";

const URL_OF = "http://lab.example/api/programs/1/document";
const answer = (status: number, body: unknown): Response => Response.json(body, { status });

/** A server whose token changed, as after a log-in in another tab. */
class OtherToken {
  seen: string[] = [];
  bodies: string[] = [];

  readonly fetch = async (input: RequestInfo | URL): Promise<Response> => {
    if (!(input instanceof Request)) return answer(200, { csrf_token: "new" });
    this.seen.push(input.headers.get("X-CSRF-Token") ?? "");
    this.bodies.push(await input.text());
    return this.seen.at(-1) === "new" ? answer(200, { number: 2 }) : answer(403, { kind: "csrf" });
  };
}

const change = (): Request => new Request(URL_OF, { method: "PUT", body: "typed" });

beforeEach(() => setCsrfToken("old"));
afterEach(() => vi.unstubAllGlobals());

describe("requests of the API", () => {
  it("bear the token when they change something, and only then", async () => {
    const fetch = vi.fn((request: Request) => Promise.resolve(answer(200, { token: request.headers.get("X-CSRF-Token") })));
    vi.stubGlobal("fetch", fetch);
    expect(await (await guardedFetch(change())).json()).toEqual({ token: "old" });
    expect(await (await guardedFetch(new Request(URL_OF))).json()).toEqual({ token: null });
  });

  it("are sent again, whole, with a new token when theirs is out of date", async () => {
    const server = new OtherToken();
    vi.stubGlobal("fetch", server.fetch);
    expect((await guardedFetch(change())).status).toBe(200);
    expect(server.seen).toEqual(["old", "new"]);
    expect(server.bodies).toEqual(["typed", "typed"]);
  });

  it("are refused when a new token does not help", async () => {
    const fetch = vi.fn((input: unknown) =>
      Promise.resolve(input instanceof Request ? answer(403, { kind: "csrf" }) : answer(200, { csrf_token: "old" })),
    );
    vi.stubGlobal("fetch", fetch);
    expect((await guardedFetch(change())).status).toBe(403);
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it("tell when nobody is logged in any more, but not of a wrong password", async () => {
    const heard = vi.fn();
    const stop = onLoggedOut(heard);
    vi.stubGlobal("fetch", () => Promise.resolve(answer(401, { kind: "wrong_password" })));
    await guardedFetch(change());
    expect(heard).not.toHaveBeenCalled();
    vi.stubGlobal("fetch", () => Promise.resolve(answer(401, { kind: "log_in" })));
    await guardedFetch(change());
    expect(heard).toHaveBeenCalledTimes(1);
    stop();
    await guardedFetch(new Request(URL_OF));
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it("can be answered with something that is no JSON", async () => {
    vi.stubGlobal("fetch", () => Promise.resolve(new Response("<html>", { status: 401 })));
    expect((await guardedFetch(change())).status).toBe(401);
  });
});
