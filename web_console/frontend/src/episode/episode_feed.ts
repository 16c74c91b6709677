// SPDX-License-Identifier: Apache-2.0
/** Brings an episode's frames: live over a WebSocket that comes back by itself, or all of a finished one. */
import { EpisodeTracks } from "@/episode/episode_tracks";
import { decodeMessage, decodeStream, type Frame } from "@/episode/frames";

export type FeedStatus = "loading" | "live" | "reconnecting" | "complete" | "failed";

/** Why an episode can't be shown; the texts are in the catalogue. */
export type FeedProblem = "not_found" | "not_allowed" | "not_over" | "damaged" | "offline";

/** What of a feed changes. */
export interface FeedState {
  readonly status: FeedStatus;
  readonly problem: FeedProblem | null;
  /** Share of a replay that has arrived, 0..1, where it is known. */
  readonly progress: number | null;
}

const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 8_000;
const BATCH = 500;
const NORMAL_CLOSURE = 1000;
/** The episode is over: all of it is to be had as a file. */
const OVER = 4410;
/** Codes with which the server closes a stream for good: HTTP's, with 4000 added. */
const FINAL_CODES: Readonly<Record<number, FeedProblem>> = {
  4401: "not_allowed",
  4403: "not_allowed",
  4404: "not_found",
};
/** What statuses of the file mean; others are faults of the server. */
const FINAL_STATUSES: Readonly<Record<number, FeedProblem>> = {
  401: "not_allowed",
  403: "not_allowed",
  404: "not_found",
  409: "not_over",
  422: "damaged",
};

/** What a feed needs of its surroundings; tests bring their own. */
export interface FeedWorld {
  readonly openSocket: (path: string) => WebSocket;
  readonly fetch: (path: string, signal: AbortSignal) => Promise<Response>;
  readonly later: (run: () => void, ms: number) => () => void;
  readonly random: () => number;
}

const BROWSER: FeedWorld = {
  openSocket(path) {
    const address = new URL(path, window.location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address);
    socket.binaryType = "arraybuffer";
    return socket;
  },
  fetch: (path, signal) => fetch(path, { signal, credentials: "same-origin" }),
  later(run, ms) {
    const timer = window.setTimeout(run, ms);
    return () => window.clearTimeout(timer);
  },
  random: Math.random,
};

/** An episode whose frames are being brought. */
export class EpisodeFeed {
  readonly tracks = new EpisodeTracks();
  state: FeedState = { status: "loading", problem: null, progress: null };
  private readonly listeners = new Set<() => void>();
  private stopped = new AbortController();
  private socket: WebSocket | null = null;
  private cancelWait: () => void = () => undefined;
  private failures = 0;
  private pictures: "unwanted" | "wanted" | "asked" = "unwanted";

  /**
   * @param episodeId whose frames.
   * @param live it may still be running; else all of it is fetched at once.
   */
  constructor(
    readonly episodeId: string,
    readonly live: boolean,
    private readonly world: FeedWorld = BROWSER,
  ) {}

  /** Begins, or goes on after it was stopped. */
  start(): void {
    this.stopped = new AbortController();
    if (this.live) this.connect();
    else void this.load();
  }

  /** Ends; nothing more comes. */
  stop(): void {
    this.stopped.abort();
    this.cancelWait();
    this.socket?.close(NORMAL_CLOSURE);
    this.socket = null;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  private set(status: FeedStatus, problem: FeedProblem | null = null, progress: number | null = null): void {
    if (this.stopped.signal.aborted) return;
    this.state = { status, problem, progress };
    for (const listener of this.listeners) listener();
  }

  private get path(): string {
    return `/api/episodes/${encodeURIComponent(this.episodeId)}`;
  }

  private connect(): void {
    const { lastNumber } = this.tracks;
    const socket = this.world.openSocket(`${this.path}/stream${lastNumber < 0 ? "" : `?after=${lastNumber}`}`);
    this.socket = socket;
    socket.onmessage = (message: MessageEvent<unknown>) => this.received(socket, message.data);
    socket.onclose = (event) => this.closed(socket, event.code);
  }

  private received(socket: WebSocket, data: unknown): void {
    if (socket !== this.socket || !(data instanceof ArrayBuffer)) return;
    let frames: Frame[];
    try {
      frames = decodeMessage(data);
    } catch {
      // A connection that brings nonsense is given up, and another one asked for what it should have brought.
      socket.close();
      return;
    }
    this.failures = 0;
    this.tracks.add(frames);
    if (this.state.status !== "live") this.set("live");
  }

  private closed(socket: WebSocket, code: number): void {
    if (socket !== this.socket || this.stopped.signal.aborted) return;
    this.socket = null;
    const problem = FINAL_CODES[code];
    if (problem !== undefined) {
      this.set("failed", problem);
      return;
    }
    if (code === OVER || code === NORMAL_CLOSURE) {
      void this.load();
      return;
    }
    // Waits grow, each by chance a little different, so that a class does not come back all at once.
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.failures) * (0.75 + 0.5 * this.world.random());
    this.failures += 1;
    this.set("reconnecting", this.failures > 3 ? "offline" : null);
    this.cancelWait = this.world.later(() => this.connect(), wait);
  }

  /** Asks for the pictures of the robot's camera, too: of a finished episode they come apart, for they are large. */
  wantPictures(): void {
    if (this.pictures !== "unwanted") return;
    this.pictures = "wanted";
    if (this.state.status === "complete") void this.loadPictures(this.stopped.signal);
  }

  /**
   * Fetches all of a finished episode. Of one that was watched live, everything is there in its place when all of it
   * has come, and nothing is lost if it does not come.
   */
  private async load(): Promise<void> {
    const { signal } = this.stopped;
    const watched = this.tracks.begin !== null;
    const into = watched ? new EpisodeTracks() : this.tracks;
    if (watched) this.set("complete");
    try {
      await this.fetchInto(into, "pictures=0", signal, !watched);
    } catch (error) {
      if (signal.aborted || watched) return;
      this.set("failed", error instanceof FeedError ? error.problem : "damaged");
      return;
    }
    if (signal.aborted) return;
    if (watched) this.tracks.become(into);
    this.set("complete", null, 1);
    if (this.pictures === "wanted") await this.loadPictures(signal);
  }

  private async loadPictures(signal: AbortSignal): Promise<void> {
    this.pictures = "asked";
    const into = new EpisodeTracks();
    try {
      await this.fetchInto(into, "pictures=1", signal, false);
    } catch {
      // What was seen live is still there.
    }
    if (!signal.aborted && into.images.length > 0) {
      this.tracks.images.clear();
      this.tracks.add(into.images.all);
    }
  }

  private async fetchInto(tracks: EpisodeTracks, query: string, signal: AbortSignal, tells: boolean): Promise<void> {
    let response: Response;
    try {
      response = await this.world.fetch(`${this.path}/frames?${query}`, signal);
    } catch {
      throw new FeedError("offline");
    }
    if (!response.ok || response.body === null) throw new FeedError(FINAL_STATUSES[response.status] ?? "offline");
    const total = Number(response.headers.get("Content-Length") ?? 0);
    let arrived = 0;
    const counted = response.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          arrived += chunk.byteLength;
          controller.enqueue(chunk);
        },
      }),
    );
    let batch: Frame[] = [];
    const hand = (): void => {
      if (signal.aborted) return;
      tracks.add(batch);
      batch = [];
      if (tells) this.set("loading", null, total > 0 ? Math.min(1, arrived / total) : null);
    };
    try {
      for await (const frame of decodeStream(counted)) {
        batch.push(frame);
        if (batch.length >= BATCH) hand();
      }
    } finally {
      // Of a file that is cut off, what came is shown.
      hand();
    }
  }
}

/** Why a file could not be had. */
class FeedError extends Error {
  constructor(readonly problem: FeedProblem) {
    super(problem);
  }
}
