// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Head, ProgramDocument } from "@/documents/document";
import { type Answer, DocumentSaver, type Save, type SaveState } from "@/documents/document_saver";
import { type LocalCopies, localCopiesOf } from "@/documents/local_copies";

const typed = (text: string): ProgramDocument => ({ tier: "code", text, blocks: null });

/** A server that does what it should: numbers versions, and refuses what was not written from the head. */
class Server {
  head = 1;
  document: ProgramDocument = typed("");
  author = "me";
  saves: Save[] = [];

  write(document: ProgramDocument, author: string): void {
    this.head += 1;
    this.document = document;
    this.author = author;
  }

  theirs(): Head {
    return { number: this.head, document: this.document, authorId: this.author, author: this.author, at: "2026-01-01T10:00:00Z" };
  }

  send(save: Save, signal: AbortSignal): Promise<Answer> {
    if (signal.aborted) return Promise.resolve({ kind: "away", error: new DOMException("late", "AbortError") });
    this.saves.push(save);
    if (save.base !== this.head) return Promise.resolve({ kind: "conflict", theirs: this.theirs() });
    this.write(save.document, "me");
    return Promise.resolve({ kind: "saved", number: this.head });
  }
}

/** Answers late: only when it is told to. */
class SlowServer extends Server {
  #waiting: (() => void)[] = [];

  override async send(save: Save, signal: AbortSignal): Promise<Answer> {
    await new Promise<void>((go) => this.#waiting.push(go));
    return super.send(save, signal);
  }

  async answer(): Promise<void> {
    this.#waiting.shift()?.();
    await vi.advanceTimersByTimeAsync(0);
  }
}

/** Takes what it is sent, but its answer never comes: until `heard` it is silent. */
class NeverServer extends Server {
  heard = false;

  override async send(save: Save, signal: AbortSignal): Promise<Answer> {
    const answer = await super.send(save, signal);
    if (this.heard) return answer;
    return new Promise((resolve) => {
      signal.addEventListener("abort", () => resolve({ kind: "away", error: signal.reason }));
    });
  }
}

/** Can't be reached, refuses, or knows nobody, as it is told. */
class BadServer extends Server {
  bad: Answer | null = { kind: "away", error: new TypeError("Failed to fetch") };

  override send(save: Save, signal: AbortSignal): Promise<Answer> {
    if (this.bad === null) return super.send(save, signal);
    this.saves.push(save);
    return Promise.resolve(this.bad);
  }
}

let copies: LocalCopies;
let states: SaveState[];
let shown: ProgramDocument[];

function saverOf(server: Server, head = server.head, document = server.document): DocumentSaver {
  return new DocumentSaver({
    programId: "p1",
    head,
    document,
    send: (save, signal) => server.send(save, signal),
    copies,
    onState: (state) => states.push(state),
    onDocument: (document) => shown.push(document),
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  copies = localCopiesOf("me");
  states = [];
  shown = [];
});

afterEach(() => {
  vi.useRealTimers();
});

describe("a server that works", () => {
  it("has what was typed within a second, and the browser's copy goes", async () => {
    const server = new Server();
    const saver = saverOf(server);
    saver.change(typed("a"));
    expect(copies.get("p1")?.document.text).toBe("a");
    expect(saver.unsaved).toBe(true);
    await vi.advanceTimersByTimeAsync(999);
    expect(server.document.text).toBe("a");
    expect(saver.state).toEqual({ kind: "saved", number: 2 });
    expect(saver.unsaved).toBe(false);
    expect(copies.get("p1")).toBeNull();
  });

  it("is sent something every second even if one never rests", async () => {
    const server = new Server();
    const saver = saverOf(server);
    for (let key = 1; key <= 100; key += 1) {
      saver.change(typed("x".repeat(key)));
      await vi.advanceTimersByTimeAsync(50);
      expect(key * 50 - server.document.text.length * 50).toBeLessThan(1_000);
    }
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.document.text).toBe("x".repeat(100));
    expect(server.saves.length).toBeLessThan(20);
  });

  it("is sent nothing when nothing changed", async () => {
    const server = new Server();
    saverOf(server).change(typed(""));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(server.saves).toEqual([]);
  });

  it("keeps a version at once when asked for it, and says its number", async () => {
    const server = new Server();
    const saver = saverOf(server);
    saver.change(typed("run this"));
    expect(await saver.flush()).toBe(2);
    expect(server.saves.map((save) => save.kind)).toEqual(["kept"]);
    expect(await saver.flush()).toBe(2);
    expect(server.saves.length).toBe(1);
  });

  it("gets the rest when the page is left", async () => {
    const server = new Server();
    const saver = saverOf(server);
    saver.change(typed("last word"));
    await saver.end();
    expect(server.document.text).toBe("last word");
    expect(copies.get("p1")).toBeNull();
  });
});

describe("a slow server", () => {
  it("is sent one thing at a time, and what was typed meanwhile afterwards", async () => {
    const server = new SlowServer();
    const saver = saverOf(server);
    saver.change(typed("a"));
    await vi.advanceTimersByTimeAsync(400);
    saver.change(typed("ab"));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(server.saves.length).toBe(0);
    await server.answer();
    expect(server.document.text).toBe("a");
    expect(saver.unsaved).toBe(true);
    expect(copies.get("p1")?.document.text).toBe("ab");
    await vi.advanceTimersByTimeAsync(400);
    await server.answer();
    expect(server.document.text).toBe("ab");
    expect(saver.state).toEqual({ kind: "saved", number: 3 });
  });

  it("gets what was typed while it was busy when the page is left", async () => {
    const server = new SlowServer();
    const saver = saverOf(server);
    saver.change(typed("a"));
    await vi.advanceTimersByTimeAsync(400);
    saver.change(typed("ab"));
    const ended = saver.end();
    await server.answer();
    await server.answer();
    await ended;
    expect(server.document.text).toBe("ab");
  });

  it("can't undo a version that came back meanwhile", async () => {
    const server = new SlowServer();
    const saver = saverOf(server);
    saver.change(typed("new"));
    await vi.advanceTimersByTimeAsync(400);
    saver.replace(7, typed("old"));
    await server.answer();
    expect(saver.document.text).toBe("old");
    expect(saver.state).toEqual({ kind: "saved", number: 7 });
    expect(shown).toEqual([typed("old")]);
  });
});

describe("a server whose answers never come", () => {
  it("is asked again, and what it had taken unheard is no conflict", async () => {
    const server = new NeverServer();
    const saver = saverOf(server);
    saver.change(typed("a"));
    await vi.advanceTimersByTimeAsync(500);
    expect(server.document.text).toBe("a");
    saver.change(typed("ab"));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(saver.state.kind).toBe("away");
    expect(copies.get("p1")?.document.text).toBe("ab");
    server.heard = true;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(states.map((state) => state.kind)).not.toContain("conflict");
    expect(server.document.text).toBe("ab");
    expect(saver.state.kind).toBe("saved");
    expect(copies.get("p1")).toBeNull();
  });
});

describe("a bad server", () => {
  it("is asked less and less often while it is away, and at once when the line is back", async () => {
    const server = new BadServer();
    const saver = saverOf(server);
    saver.change(typed("a"));
    await vi.advanceTimersByTimeAsync(60_000);
    const waits = states.flatMap((state) => (state.kind === "away" ? [state.retryMs] : []));
    expect(waits.slice(0, 5)).toEqual([1_000, 2_000, 4_000, 8_000, 15_000]);
    expect(server.saves.length).toBeLessThan(9);
    server.bad = null;
    saver.resume();
    await vi.advanceTimersByTimeAsync(1);
    expect(server.document.text).toBe("a");
  });

  it("says why it refuses, and takes what is changed afterwards", async () => {
    const server = new BadServer();
    server.bad = { kind: "refused", error: "too large" };
    const saver = saverOf(server);
    saver.change(typed("far too much"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(saver.state).toEqual({ kind: "refused", error: "too large" });
    expect(server.saves.length).toBe(1);
    expect(copies.get("p1")?.document.text).toBe("far too much");
    server.bad = null;
    saver.change(typed("less"));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.document.text).toBe("less");
  });

  it("that knows nobody is waited for until somebody has logged in; nothing typed is lost", async () => {
    const server = new BadServer();
    server.bad = { kind: "logged_out" };
    const saver = saverOf(server);
    saver.change(typed("a"));
    await vi.advanceTimersByTimeAsync(1_000);
    saver.change(typed("ab"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(saver.state.kind).toBe("logged_out");
    expect(server.saves.length).toBe(1);
    expect(copies.get("p1")?.document.text).toBe("ab");
    server.bad = null;
    saver.resume();
    await vi.advanceTimersByTimeAsync(1);
    expect(server.document.text).toBe("ab");
  });

  it("gives no version to run", async () => {
    const saver = saverOf(new BadServer());
    saver.change(typed("a"));
    expect(await saver.flush()).toBeNull();
    expect(saver.state.kind).toBe("away");
  });
});

describe("somebody else writes meanwhile", () => {
  async function conflict(): Promise<{ server: Server; saver: DocumentSaver }> {
    const server = new Server();
    const saver = saverOf(server);
    server.write(typed("theirs"), "Ada");
    saver.change(typed("mine"));
    await vi.advanceTimersByTimeAsync(1_000);
    return { server, saver };
  }

  it("is shown, and nothing more is sent until one has chosen", async () => {
    const { server, saver } = await conflict();
    expect(saver.state).toMatchObject({ kind: "conflict", theirs: { author: "Ada", number: 2 } });
    saver.change(typed("mine, and more"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.saves.length).toBe(1);
    expect(copies.get("p1")?.document.text).toBe("mine, and more");
    expect(await saver.flush()).toBeNull();
  });

  it("ends with theirs", async () => {
    const { server, saver } = await conflict();
    saver.settle(typed("theirs"));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(shown).toEqual([typed("theirs")]);
    expect(saver.state).toEqual({ kind: "saved", number: 2 });
    expect(server.saves.length).toBe(1);
    expect(copies.get("p1")).toBeNull();
  });

  it("ends with ours, or with what was made of both", async () => {
    const { server, saver } = await conflict();
    saver.settle(typed("theirs and mine"));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.document.text).toBe("theirs and mine");
    expect(server.saves.at(-1)?.base).toBe(2);
    expect(saver.state).toEqual({ kind: "saved", number: 3 });
  });
});

describe("a browser that keeps nothing", () => {
  it("still saves to the server, and says that there is no copy", async () => {
    copies = { put: () => false, get: () => null, drop: () => undefined };
    const server = new Server();
    const saver = saverOf(server);
    saver.change(typed("a"));
    expect(saver.copyKept).toBe(false);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.document.text).toBe("a");
  });
});
