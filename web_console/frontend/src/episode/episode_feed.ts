// SPDX-License-Identifier: Apache-2.0
/**
 * Brings an episode's frames: live over a WebSocket that comes back by itself, or all of a finished one. Where the lab is
 * busy with others, it is asked again when it says, and that is told.
 */
import { EpisodeTracks } from "@/episode/episode_tracks";
import { decodeMessage, decodeStream, type Frame } from "@/episode/frames";

export type FeedStatus = "loading" | "live" | "reconnecting" | "complete" | "failed";

/**
 * Why an episode can't be shown, or not yet (`busy`: its frames are made when others' are; `crowded`: too many watch
 * it); the texts are in the catalogue.
 */
export type FeedProblem = "not_found" | "not_allowed" | "not_over" | "damaged" | "offline" | "cleared" | "busy" | "crowded";

/** What of a feed changes. */
export interface FeedState {
  readonly status: FeedStatus;
  readonly problem: FeedProblem | null;
  /** Share of a replay that has arrived, 0..1, where it is known. */
  readonly progress: number | null;
}

const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 8_000;
/** Of what has to wait for others: the first wait where the server says none, and the longest. */
const FIRST_PATIENT_WAIT_MS = 3_000;
const LONGEST_PATIENT_WAIT_MS = 30_000;
const BATCH = 500;
const NORMAL_CLOSURE = 1000;
/** The episode is over: all of it is to be had as a file. */
const OVER = 4410;
/** Too many watch it. */
const CROWDED = 4429;
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
  410: "cleared",
  422: "damaged",
};

/** Statuses of a server that is busy with others. */
const BUSY_STATUSES: ReadonlySet<number> = new Set([429, 503]);

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
    const isCrowded = code === CROWDED;
    // Waits grow, each by chance a little different, so that a class does not come back all at once.
    const wait = grown(this.failures, isCrowded) * (0.75 + 0.5 * this.world.random());
    this.failures += 1;
    this.set("reconnecting", isCrowded ? "crowded" : this.failures > 3 ? "offline" : null);
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

  /** The server's answer; one that is busy with others is asked again until it is not. */
  private async answer(path: string, signal: AbortSignal, tells: boolean): Promise<Response> {
    for (let tries = 0; ; tries += 1) {
      let response: Response;
      try {
        response = await this.world.fetch(path, signal);
      } catch {
        throw new FeedError("offline");
      }
      if (!BUSY_STATUSES.has(response.status)) return response;
      void response.body?.cancel();
      if (tells) this.set("loading", "busy");
      // Never before it is wished, and not all at once.
      const wait = waitWished(response) ?? grown(tries, true);
      await this.pause(wait * (1 + 0.5 * this.world.random()), signal);
    }
  }

  private async pause(ms: number, signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const cancel = this.world.later(resolve, ms);
      signal.addEventListener("abort", () => {
        cancel();
        resolve();
      }, { once: true });
    });
    signal.throwIfAborted();
  }

  private async fetchInto(tracks: EpisodeTracks, query: string, signal: AbortSignal, tells: boolean): Promise<void> {
    const response = await this.answer(`${this.path}/frames?${query}`, signal, tells);
    if (!response.ok || response.body === null) {
      void response.body?.cancel(); // else its connection is held for nothing
      throw new FeedError(FINAL_STATUSES[response.status] ?? "offline");
    }
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

/** How long to wait after so many failures, in ms. */
function grown(failures: number, patient: boolean): number {
  const [first, longest] = patient ? [FIRST_PATIENT_WAIT_MS, LONGEST_PATIENT_WAIT_MS] : [FIRST_WAIT_MS, LONGEST_WAIT_MS];
  return Math.min(longest, first * 2 ** failures);
}

/** How long the server wishes that one waits, in ms; null if it says nothing that makes sense. */
function waitWished(response: Response): number | null {
  const seconds = Number(response.headers.get("Retry-After") ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(LONGEST_PATIENT_WAIT_MS, 1000 * seconds) : null;
}

/** Why a file could not be had. */
class FeedError extends Error {
  constructor(readonly problem: FeedProblem) {
    super(problem);
  }
}
