// SPDX-License-Identifier: Apache-2.0
import { encode } from "@msgpack/msgpack";
import { describe, expect, it, vi } from "vitest";
import { EpisodeFeed, type FeedState, type FeedWorld } from "@/episode/episode_feed";
import type { Frame } from "@/episode/frames";
import { asFile, drive } from "@/episode/made_up_episode";

/** A socket whose other end is the test. */
class Socket {
  onmessage: ((message: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  closedWith: number | undefined;

  constructor(readonly path: string) {}

  close(code = 1006): void {
    this.closedWith = code;
    this.onclose?.({ code });
  }

  send(frames: readonly Frame[]): void {
    this.onmessage?.({ data: encode(frames).slice().buffer });
  }
}

function world(answer?: (path: string) => Promise<Response>) {
  const sockets: Socket[] = [];
  const waits: { run: () => void; ms: number }[] = [];
  const made: FeedWorld = {
    openSocket(path) {
      const socket = new Socket(path);
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
    fetch: answer ?? (() => Promise.reject(new Error("not asked for"))),
    later(run, ms) {
      waits.push({ run, ms });
      return () => undefined;
    },
    random: () => 0.5,
  };
  return { made, sockets, waits };
}

function socketAt(sockets: Socket[], index: number): Socket {
  const socket = sockets[index];
  if (socket === undefined) throw new Error(`no socket ${index}`);
  return socket;
}

describe("a live feed", () => {
  it("shows what comes", () => {
    const { made, sockets } = world();
    const feed = new EpisodeFeed("a/b", true, made);
    feed.start();
    expect(socketAt(sockets, 0).path).toBe("/api/episodes/a%2Fb/stream");
    expect(feed.state.status).toBe("loading");
    socketAt(sockets, 0).send(drive(1, true));
    expect(feed.state.status).toBe("live");
    expect(feed.tracks.endTime).toBe(1);
  });

  it("has all of it once it is over, and keeps the pictures that were seen", async () => {
    const asked: string[] = [];
    const whole = drive(2).filter((frame) => frame.k !== "image");
    const { made, sockets } = world((path) => {
      asked.push(path);
      return Promise.resolve(new Response(asFile(whole)));
    });
    const feed = new EpisodeFeed("e", true, made);
    feed.start();
    const live = drive(2, true).filter((frame) => frame.k !== "event" && (frame.k !== "poses" || frame.t % 1 === 0));
    socketAt(sockets, 0).send(live);
    const before = feed.tracks.images.length;
    const known = feed.tracks.robot?.length ?? 0;
    socketAt(sockets, 0).close(4410);
    expect(feed.state.status).toBe("complete");
    await vi.waitUntil(() => feed.tracks.events.length > 0);
    expect(asked).toEqual(["/api/episodes/e/frames?pictures=0"]);
    expect(feed.tracks.robot?.length).toBeGreaterThan(known);
    expect(feed.tracks.images.length).toBe(before);
    expect(sockets).toHaveLength(1);
  });

  it("keeps what was seen if the rest can't be had", async () => {
    const { made, sockets } = world(() => Promise.resolve(new Response("", { status: 500 })));
    const feed = new EpisodeFeed("e", true, made);
    feed.start();
    socketAt(sockets, 0).send(drive(1, true));
    socketAt(sockets, 0).close(4410);
    await new Promise((resolve) => setTimeout(resolve));
    expect(feed.state).toMatchObject({ status: "complete", problem: null });
    expect(feed.tracks.steps.length).toBe(21);
  });

  it("of an episode that was over before shows it as it was", async () => {
    const { made, sockets } = world(() => Promise.resolve(new Response(asFile(drive(1)))));
    const feed = new EpisodeFeed("e", true, made);
    feed.start();
    socketAt(sockets, 0).close(4410);
    await vi.waitUntil(() => feed.state.status === "complete");
    expect(feed.tracks.endTime).toBe(1);
  });

  it("comes back by itself and asks only for what it lacks", () => {
    const { made, sockets, waits } = world();
    const feed = new EpisodeFeed("e", true, made);
    feed.start();
    const frames = drive(2, true);
    const half = frames.slice(0, 100);
    socketAt(sockets, 0).send(half);
    socketAt(sockets, 0).close(1006);
    expect(feed.state.status).toBe("reconnecting");
    waits[0]?.run();
    const last = Math.max(...half.map((frame) => ("n" in frame ? frame.n : 0)));
    expect(socketAt(sockets, 1).path).toBe(`/api/episodes/e/stream?after=${last}`);
    socketAt(sockets, 1).send(frames.slice(95));
    expect(feed.state.status).toBe("live");
    expect(feed.tracks.steps.length).toBe(41);
  });

  it("waits longer each time, up to some seconds, and says when that lasts", () => {
    const { made, sockets, waits } = world();
    const feed = new EpisodeFeed("e", true, made);
    feed.start();
    for (let round = 0; round < 8; round += 1) {
      socketAt(sockets, round).close(1006);
      waits[round]?.run();
    }
    expect(waits.map(({ ms }) => ms)).toEqual([400, 800, 1600, 3200, 6400, 8000, 8000, 8000]);
    expect(feed.state).toEqual({ status: "reconnecting", problem: "offline", progress: null });
  });

  it("waits patiently where too many watch, says so, and comes back as soon as it may", () => {
    const { made, sockets, waits } = world();
    const feed = new EpisodeFeed("e", true, made);
    feed.start();
    for (let round = 0; round < 6; round += 1) {
      socketAt(sockets, round).close(4429);
      expect(feed.state).toEqual({ status: "reconnecting", problem: "crowded", progress: null });
      waits[round]?.run();
    }
    expect(waits.map(({ ms }) => ms)).toEqual([3000, 6000, 12000, 24000, 30000, 30000]);
    socketAt(sockets, 6).send(drive(1, true));
    expect(feed.state).toMatchObject({ status: "live", problem: null });
    socketAt(sockets, 6).close(1006);
    expect(waits.at(-1)?.ms).toBe(400);
  });

  it("of an episode whose recording has gone says so", async () => {
    const { made, sockets } = world(() => Promise.resolve(new Response("{}", { status: 410 })));
    const feed = new EpisodeFeed("e", true, made);
    feed.start();
    socketAt(sockets, 0).close(4410);
    await vi.waitUntil(() => feed.state.status === "failed");
    expect(feed.state.problem).toBe("cleared");
  });

  it.each([
    [4404, "not_found"],
    [4401, "not_allowed"],
    [4403, "not_allowed"],
  ])("does not come back when the server says %i", (code, problem) => {
    const { made, sockets, waits } = world();
    const feed = new EpisodeFeed("e", true, made);
    feed.start();
    socketAt(sockets, 0).close(code);
    expect(feed.state).toMatchObject({ status: "failed", problem });
    expect(waits).toHaveLength(0);
  });

  it("gives up a connection that brings nonsense", () => {
    const { made, sockets, waits } = world();
    const feed = new EpisodeFeed("e", true, made);
    feed.start();
    socketAt(sockets, 0).onmessage?.({ data: new Uint8Array([0xc1, 1, 2]).buffer });
    expect(feed.state.status).toBe("reconnecting");
    expect(waits).toHaveLength(1);
  });

  it("is silent once it is stopped, and can be begun again", () => {
    const { made, sockets, waits } = world();
    const feed = new EpisodeFeed("e", true, made);
    const heard = vi.fn();
    feed.subscribe(heard);
    feed.start();
    feed.stop();
    expect(socketAt(sockets, 0).closedWith).toBe(1000);
    socketAt(sockets, 0).send(drive(1));
    expect(waits).toHaveLength(0);
    expect(heard).not.toHaveBeenCalled();
    feed.start();
    socketAt(sockets, 1).send(drive(1));
    expect(feed.state.status).toBe("live");
  });
});

describe("the feed of a finished episode", () => {
  async function loaded(answer: () => Promise<Response>): Promise<{ feed: EpisodeFeed; states: FeedState[] }> {
    const feed = new EpisodeFeed("e", false, world(answer).made);
    const states: FeedState[] = [];
    feed.subscribe(() => states.push(feed.state));
    feed.start();
    await vi.waitUntil(() => feed.state.status === "complete" || feed.state.status === "failed");
    return { feed, states };
  }

  it("brings all of it, and says how much has come", async () => {
    const file = asFile(drive(30));
    const { feed, states } = await loaded(() =>
      Promise.resolve(new Response(file, { headers: { "Content-Length": String(file.length) } })),
    );
    expect(feed.state).toEqual({ status: "complete", problem: null, progress: 1 });
    expect(feed.tracks.endTime).toBe(30);
    expect(feed.tracks.steps.length).toBe(601);
    expect(states.some(({ status, progress }) => status === "loading" && progress !== null)).toBe(true);
  });

  it.each([
    [404, "not_found"],
    [403, "not_allowed"],
    [401, "not_allowed"],
    [409, "not_over"],
    [410, "cleared"],
    [422, "damaged"],
    [500, "offline"],
  ])("says why it can't be shown after a %i", async (status, problem) => {
    const { feed } = await loaded(() => Promise.resolve(new Response("{}", { status })));
    expect(feed.state).toMatchObject({ status: "failed", problem });
  });

  /** A lab that is busy until the test says otherwise, and the feed that asks it. */
  function busy(status: number, headers: Record<string, string> = {}) {
    const lab = { isBusy: true, asked: 0 };
    const { made, waits } = world((path) => {
      lab.asked += 1;
      if (lab.isBusy) return Promise.resolve(new Response("{}", { status, headers }));
      const frames = drive(2).filter((frame) => (frame.k === "image") === path.endsWith("pictures=1"));
      return Promise.resolve(new Response(asFile(frames)));
    });
    return { feed: new EpisodeFeed("e", false, made), lab, waits };
  }

  it.each([
    [503, "2", 2500],
    [503, "7", 8750],
    [429, "1", 1250],
    [503, "86400", 37_500],
    [503, "soon", 3750],
    [503, "-1", 3750],
    [503, "0", 3750],
  ])("of a lab that is busy (%i, Retry-After %s) asks again when it may, and says so", async (status, after, ms) => {
    const { feed, lab, waits } = busy(status, { "Retry-After": after });
    feed.start();
    await vi.waitUntil(() => waits.length === 1);
    expect(feed.state).toEqual({ status: "loading", problem: "busy", progress: null });
    expect(waits[0]?.ms).toBe(ms);
    lab.isBusy = false;
    waits[0]?.run();
    await vi.waitUntil(() => feed.state.status === "complete");
    expect(feed.state.problem).toBeNull();
    expect(feed.tracks.endTime).toBe(2);
  });

  it("waits longer each time where a busy lab does not say how long", async () => {
    const { feed, waits } = busy(503);
    feed.start();
    for (let round = 1; round <= 5; round += 1) {
      await vi.waitUntil(() => waits.length === round);
      waits[round - 1]?.run();
    }
    expect(waits.map(({ ms }) => ms)).toEqual([3750, 7500, 15_000, 30_000, 37_500]);
    feed.stop();
  });

  it("asks a busy lab no more once it is stopped", async () => {
    const { feed, lab, waits } = busy(503);
    feed.start();
    await vi.waitUntil(() => waits.length === 1);
    feed.stop();
    waits[0]?.run();
    await new Promise((resolve) => setTimeout(resolve));
    expect(lab.asked).toBe(1);
    expect(feed.state).toMatchObject({ status: "loading", problem: "busy" });
    lab.isBusy = false;
    feed.start();
    await vi.waitUntil(() => feed.state.status === "complete");
  });

  it("waits for its pictures, too, while it can be watched", async () => {
    const { feed, lab, waits } = busy(503);
    lab.isBusy = false;
    feed.start();
    await vi.waitUntil(() => feed.state.status === "complete");
    lab.isBusy = true;
    feed.wantPictures();
    await vi.waitUntil(() => waits.length === 1);
    expect(feed.state).toMatchObject({ status: "complete", problem: null });
    lab.isBusy = false;
    waits[0]?.run();
    await vi.waitUntil(() => feed.tracks.images.length > 0);
  });

  it("brings pictures when they are wanted, before or after", async () => {
    const asked: string[] = [];
    const answer = (path: string): Promise<Response> => {
      asked.push(path);
      const frames = drive(2).filter((frame) => (frame.k === "image") === path.endsWith("pictures=1"));
      return Promise.resolve(new Response(asFile(frames)));
    };
    for (const early of [true, false]) {
      const feed = new EpisodeFeed("e", false, world(answer).made);
      if (early) feed.wantPictures();
      feed.start();
      await vi.waitUntil(() => feed.state.status === "complete");
      feed.wantPictures();
      await vi.waitUntil(() => feed.tracks.images.length > 0);
      feed.wantPictures();
      expect(feed.tracks.images.length).toBe(21);
    }
    expect(asked.filter((path) => path.endsWith("pictures=1"))).toHaveLength(2);
  });

  it("says when there is no connection", async () => {
    const { feed } = await loaded(() => Promise.reject(new TypeError("Failed to fetch")));
    expect(feed.state).toMatchObject({ status: "failed", problem: "offline" });
  });

  it("shows what came of a file that is cut off or broken", async () => {
    const file = asFile(drive(60));
    for (const broken of [file.slice(0, -7), new Uint8Array([...file.slice(0, -7), 0xc1])]) {
      const { feed } = await loaded(() => Promise.resolve(new Response(broken)));
      expect(feed.state).toMatchObject({ status: "failed", problem: "damaged" });
      expect(feed.tracks.steps.length).toBeGreaterThan(1000);
    }
  });
});
