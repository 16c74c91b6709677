// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it, vi } from "vitest";
import { EpisodeTracks } from "@/episode/episode_tracks";
import { drive } from "@/episode/made_up_episode";
import { type EpisodeOrder, PlayerControl } from "@/player/control";
import { EpisodeClock } from "@/player/episode_clock";
import { orderOf, SHORTCUTS } from "@/player/shortcuts";

const asked = vi.fn<(order: EpisodeOrder) => void>();
const still = { now: () => 0, nextFrame: () => 1, cancelFrame: () => undefined };

function made(live: boolean, mayAsk = true): { control: PlayerControl; clock: EpisodeClock; tracks: EpisodeTracks } {
  const tracks = new EpisodeTracks();
  tracks.add(drive(4, live));
  const clock = new EpisodeClock(live, still);
  clock.setEnd(4);
  return { control: new PlayerControl(clock, tracks, mayAsk ? asked : null), clock, tracks };
}

function say(tracks: EpisodeTracks, state: "paused" | "running", pace = 1): void {
  tracks.add([{ k: "state", n: tracks.lastNumber + 1, t: 4, state, pace, text: "" }]);
}

beforeEach(() => asked.mockClear());

describe("a running episode that is seen as it runs", () => {
  it("is itself paused and let go on", () => {
    const { control, tracks } = made(true);
    control.toggle();
    say(tracks, "paused");
    expect(control.isMoving).toBe(false);
    control.toggle();
    expect(asked.mock.calls).toEqual([[{ action: "pause" }], [{ action: "resume" }]]);
  });

  it("is asked for a step, for another pace, and to stop", () => {
    const { control } = made(true);
    control.stepOn();
    control.setSpeed(8);
    control.setSpeed(0);
    control.stop();
    expect(asked.mock.calls.flat()).toEqual([{ action: "step" }, { action: "pace", pace: 8 }, { action: "pace", pace: 0 }, { action: "stop" }]);
  });

  it("has the pace that it says", () => {
    const { control, tracks } = made(true);
    say(tracks, "running", 4);
    expect(control.speed).toBe(4);
    control.do("faster");
    control.do("slower");
    expect(asked.mock.calls.flat()).toEqual([{ action: "pace", pace: 8 }, { action: "pace", pace: 2 }]);
  });

  it("goes on by itself while one looks back, step by step", () => {
    const { control, clock } = made(true);
    clock.seek(2);
    control.stepBack();
    expect(clock.time).toBeCloseTo(1.95);
    control.stepOn();
    control.stepOn();
    expect(clock.time).toBeCloseTo(2.05);
    control.toggle();
    expect(clock.mode).toBe("playing");
    expect(asked).not.toHaveBeenCalled();
  });

  it("is asked for the step after the last one that there is", () => {
    const { control, clock } = made(true);
    clock.seek(4);
    control.stepOn();
    expect(clock.mode).toBe("edge");
    expect(asked).toHaveBeenCalledWith({ action: "step" });
  });

  it("is left alone by who may only watch", () => {
    const { control, clock } = made(true, false);
    control.toggle();
    expect(clock.mode).toBe("paused");
    control.stop();
    expect(asked).not.toHaveBeenCalled();
  });
});

describe("a replay", () => {
  it("is gone through by steps of the program, and no farther than it goes", () => {
    const { control, clock } = made(false);
    control.stepOn();
    expect(clock.time).toBeCloseTo(0.05);
    control.stepBack();
    control.stepBack();
    expect(clock.time).toBe(0);
    clock.seek(4);
    control.stepOn();
    expect(clock.time).toBe(4);
    expect(asked).not.toHaveBeenCalled();
  });

  it("obeys every key that is explained", () => {
    const { control, clock } = made(false);
    clock.seek(2);
    const after: Record<string, number> = {};
    for (const [order] of SHORTCUTS) {
      if (order === "help") continue;
      clock.pause();
      clock.seek(2);
      control.do(order);
      after[order] = Math.round(100 * clock.time) / 100;
    }
    expect(after).toEqual({
      toggle: 2, step_back: 1.95, step_on: 2.05, second_back: 1, second_on: 3, begin: 0, end: 4, slower: 2, faster: 2,
    });
    expect(control.speed).toBe(1);
  });
});

describe("a key", () => {
  function pressed(key: string, on: string, more: KeyboardEventInit = {}): ReturnType<typeof orderOf> {
    document.body.innerHTML = on;
    let order: ReturnType<typeof orderOf> = null;
    document.body.onkeydown = (event) => {
      order = orderOf(event);
    };
    document.body.firstElementChild?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, ...more }));
    return order;
  }

  it.each([[" ", "toggle"], ["k", "toggle"], ["K", "toggle"], [".", "step_on"], ["ArrowLeft", "second_back"], ["?", "help"]])(
    "%j means %s",
    (key, order) => expect(pressed(key, "<div></div>")).toBe(order),
  );

  it.each(["<input>", "<textarea></textarea>", '<div contenteditable="true"></div>', '<div role="listbox"></div>', '<div role="tab"></div>'])(
    "means nothing here while one is in %s",
    (on) => expect(pressed("k", on)).toBeNull(),
  );

  it("presses the button that has the focus", () => {
    expect(pressed(" ", "<button></button>")).toBeNull();
    expect(pressed("k", "<button></button>")).toBe("toggle");
  });

  it("of the browser stays the browser's", () => {
    expect(pressed("k", "<div></div>", { ctrlKey: true })).toBeNull();
    expect(pressed("ArrowLeft", "<div></div>", { altKey: true })).toBeNull();
    expect(pressed("x", "<div></div>")).toBeNull();
  });
});
