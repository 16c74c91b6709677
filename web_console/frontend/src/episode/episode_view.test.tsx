// SPDX-License-Identifier: Apache-2.0
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { encode } from "@msgpack/msgpack";
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { EpisodeView } from "@/episode/episode_view";
import type { Frame } from "@/episode/frames";
import { asFile, drive } from "@/episode/made_up_episode";
import { ready } from "@/i18n/i18n";
import "@/i18n/all_texts";
import { madeUpScene } from "@/scene/made_up_scene";
import { theme } from "@/theme";

const PROGRAM = "def drive(robot):\n    i = 0\n    while True:\n        robot.move(0.2)\n        i += 1\n";

// The client of the API needs addresses with a host, which tests do not have.
vi.mock("@/episodes/episode_queries", () => ({ useEpisodeProgram: () => ({ data: { text: PROGRAM } }) }));

let episodes: Record<string, readonly Frame[]>;
let sockets: FakeSocket[];

class FakeSocket {
  binaryType = "";
  onmessage: ((message: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor(readonly url: string | URL) {
    sockets.push(this);
  }

  close(): void {
    // The test closes it by itself.
  }

  send(frames: readonly Frame[]): void {
    this.onmessage?.({ data: encode(frames).slice().buffer });
  }
}

function answer(path: string): Response {
  const found = /\/api\/episodes\/([^/]+)\/(\w+)(\?pictures=(\d))?/.exec(path);
  const frames = episodes[found?.[1] ?? ""];
  if (found === null || frames === undefined) return new Response("{}", { status: 404 });
  if (found[2] === "scene") return Response.json(madeUpScene());
  return new Response(asFile(frames.filter((frame) => (frame.k === "image") === (found[4] === "1"))));
}

beforeAll(async () => {
  vi.stubGlobal("ResizeObserver", class { observe() { /* jsdom has no layout */ } disconnect() { /* nor this */ } unobserve() { /* nor this */ } });
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: vi.fn(), removeEventListener: vi.fn(), addListener: vi.fn(), removeListener: vi.fn() }));
  vi.stubGlobal("createImageBitmap", () => Promise.reject(new Error("jsdom draws nothing")));
  vi.stubGlobal("WebSocket", FakeSocket);
  HTMLCanvasElement.prototype.getContext = () => null;
  await ready;
  await i18next.changeLanguage("en");
});

beforeEach(() => {
  episodes = { e: drive(4) };
  sockets = [];
  vi.stubGlobal("fetch", (input: RequestInfo | URL) => Promise.resolve(answer(input instanceof Request ? input.url : input.toString())));
});

afterEach(() => {
  cleanup();
});

function show(props: Partial<Parameters<typeof EpisodeView>[0]> = {}): void {
  render(
    <MantineProvider theme={{ ...theme, components: {} }} env="test">
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <EpisodeView episodeId="e" live={false} {...props} />
      </QueryClientProvider>
    </MantineProvider>,
  );
}

async function slider(): Promise<HTMLElement> {
  const found = screen.getByRole("slider", { name: "Time in the episode" });
  await waitFor(() => expect(found.getAttribute("aria-valuemax")).toBe("4"));
  return found;
}

/** The number of the line that is marked in the program. */
function markedLine(): string {
  return document.querySelector('li[aria-current="step"] button')?.textContent ?? "";
}

describe("a replay", () => {
  it("stands at the beginning, and goes on step by step with what the program did", async () => {
    const onMoment = vi.fn();
    show({ onMoment });
    const time = await slider();
    await waitFor(() => expect(markedLine()).toBe("3"));
    fireEvent.keyDown(time, { key: "." });
    await waitFor(() => expect(markedLine()).toBe("4"));
    expect(onMoment).toHaveBeenLastCalledWith(expect.objectContaining({ step: 1, line: 4, variables: [["speed", "0.2"], ["i", "1"]] }));
    const variables = within(screen.getByRole("list", { name: "Variables" }));
    expect(variables.getByRole("button", { name: /^i 1 changed/ })).toBeDefined();
    expect(variables.getByRole("button", { name: /^speed 0.2$/ })).toBeDefined();
  });

  it("goes to where a variable changes, and to where a line acts", async () => {
    show();
    await slider();
    await waitFor(() => expect(markedLine()).toBe("3"));
    fireEvent.click(screen.getByRole("button", { name: /^i 0/ }));
    fireEvent.click(screen.getByRole("button", { name: "i: to the next change" }));
    await waitFor(() => expect(markedLine()).toBe("4"));
    fireEvent.click(screen.getByRole("button", { name: "Line 3: to the next time that it acts" }));
    await waitFor(() => expect(screen.getByText("Step 3")).toBeDefined());
  });

  it("has the log, whose lines lead to their moments", async () => {
    show();
    const time = await slider();
    fireEvent.click(screen.getByRole("tab", { name: "Log" }));
    fireEvent.click(await screen.findByText("second 3"));
    await waitFor(() => expect(time.getAttribute("aria-valuenow")).toBe("3"));
    fireEvent.change(screen.getByRole("textbox", { name: "Search the log" }), { target: { value: "SECOND 2" } });
    expect(screen.queryByText("second 3")).toBeNull();
    expect(screen.getByText("second 2")).toBeDefined();
  });

  it("has its moments in a list", async () => {
    show();
    const time = await slider();
    fireEvent.click(screen.getByRole("button", { name: "Moments to go to" }));
    fireEvent.click(await screen.findByRole("menuitem", { name: /Touched a crate \(3 N\)/ }));
    await waitFor(() => expect(time.getAttribute("aria-valuenow")).toBe("2"));
  });

  it("says in words where the robot is", async () => {
    show();
    const time = await slider();
    fireEvent.keyDown(time, { key: "End" });
    await screen.findByText(/4\.0 s: at x 0\.8 m, y 0\.0 m, facing east/, { selector: "[aria-hidden]" }, { timeout: 2000 });
  });

  it("says why there is none", async () => {
    show({ episodeId: "nobody" });
    expect(await screen.findByText("There is no such episode, or it is not yours.")).toBeDefined();
  });

  it("waits while the lab is busy, and says so", async () => {
    vi.stubGlobal("fetch", () => Promise.resolve(new Response("{}", { status: 503, headers: { "Retry-After": "30" } })));
    show();
    expect(await screen.findByText("The lab is making other replays first. This one comes by itself.")).toBeDefined();
    expect(screen.queryByText(/can't be reached/)).toBeNull();
  });

  it("is shown beside another one at the same moment", async () => {
    episodes["other"] = drive(2);
    show({ compareWith: "other", names: ["Mine", "Yours"] });
    const time = await slider();
    fireEvent.keyDown(time, { key: "ArrowRight" });
    await waitFor(() => expect(screen.getAllByText("Step 20")).toHaveLength(2));
    expect(screen.getByRole("group", { name: "Yours" })).toBeDefined();
  });

  it("shows how the program failed, with what to do", async () => {
    const failure = { kind: "error", message: "A number is divided by zero here.", hint: "Check with “if”.", line: 5 };
    episodes["e"] = drive(4).map((frame) => (frame.k === "end" ? { ...frame, failure } : frame));
    const onProgress = vi.fn();
    show({ onProgress });
    const time = await slider();
    fireEvent.click(screen.getByRole("tab", { name: "Log" }));
    expect(await screen.findByText("Error in line 5")).toBeDefined();
    fireEvent.click(screen.getByRole("button", { name: "Show that moment" }));
    await waitFor(() => expect(time.getAttribute("aria-valuenow")).toBe("4"));
    expect(onProgress).toHaveBeenLastCalledWith({ episodeId: "e", state: "over", failure });
  });
});

describe("a running episode", () => {
  const running = (): Frame[] => drive(4, true).filter(({ k }) => k !== "end" && k !== "event");

  it("says what one waits for, then shows it and can be held", async () => {
    const onControl = vi.fn();
    const onProgress = vi.fn();
    show({ live: true, onControl, onProgress });
    expect(sockets[0]?.url.toString()).toMatch(/^ws.*\/api\/episodes\/e\/stream$/);
    sockets[0]?.send([{ k: "state", n: 1, t: 0, state: "waiting", pace: 0, text: "", ahead: 2 }]);
    expect(await screen.findByText("Waiting for a place, 2 before it")).toBeDefined();
    sockets[0]?.send(running().map((frame) => ("n" in frame ? { ...frame, n: (frame.n ?? 0) + 1 } : frame)));
    fireEvent.click(await screen.findByRole("button", { name: "Pause the episode" }));
    fireEvent.click(screen.getByRole("button", { name: "Let the program take one step" }));
    fireEvent.click(screen.getByRole("button", { name: "Stop the episode" }));
    expect(onControl.mock.calls.flat()).toEqual([{ action: "pause" }, { action: "step" }, { action: "stop" }]);
    expect(onProgress).toHaveBeenLastCalledWith({ episodeId: "e", state: "running", failure: null });
    expect(screen.queryByText(/Waiting/)).toBeNull();
  });

  it("says when the connection is lost", async () => {
    show({ live: true });
    sockets[0]?.send(running());
    await screen.findByRole("button", { name: "Live" });
    sockets[0]?.onclose?.({ code: 1006 });
    expect(await screen.findByText("The connection was lost; it comes back by itself.")).toBeDefined();
  });

  it("becomes a replay when it is over", async () => {
    const onControl = vi.fn();
    show({ live: true, onControl });
    sockets[0]?.send(drive(4, true));
    sockets[0]?.onclose?.({ code: 4410 });
    await waitFor(() => expect(screen.queryByRole("button", { name: "Live" })).toBeNull());
    expect(await screen.findByRole("button", { name: "Play" }, { timeout: 3000 })).toBeDefined();
    expect(onControl).not.toHaveBeenCalled();
  });
});
