// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it, vi } from "vitest";
import { type ClockWorld, EpisodeClock } from "@/player/episode_clock";

/** A wall clock that goes when the test says so, and draws 50 frames a second. */
class Wall implements ClockWorld {
  seconds = 100;
  private waiting = new Map<number, () => void>();
  private next = 1;

  readonly now = (): number => this.seconds;
  readonly nextFrame = (run: () => void): number => {
    this.waiting.set(this.next, run);
    return this.next++;
  };
  readonly cancelFrame = (id: number): void => {
    this.waiting.delete(id);
  };

  get asleep(): boolean {
    return this.waiting.size === 0;
  }

  pass(seconds: number, each: (passed: number) => void = () => undefined): void {
    for (let frame = 1; frame <= Math.round(seconds * 50); frame += 1) {
      this.seconds += 0.02;
      each(frame / 50);
      const due = [...this.waiting.values()];
      this.waiting.clear();
      for (const run of due) run();
    }
  }
}

describe("the clock of a finished episode", () => {
  function made(): { clock: EpisodeClock; wall: Wall } {
    const wall = new Wall();
    const clock = new EpisodeClock(false, wall);
    clock.setEnd(10);
    return { clock, wall };
  }

  it("stands at the beginning until it is told to play", () => {
    const { clock, wall } = made();
    wall.pass(1);
    expect([clock.time, clock.mode, wall.asleep]).toEqual([0, "paused", true]);
    clock.play();
    wall.pass(2);
    expect(clock.time).toBeCloseTo(2);
  });

  it.each([0.5, 2, 8])("plays at %f times the speed", (speed) => {
    const { clock, wall } = made();
    clock.setSpeed(speed);
    clock.play();
    wall.pass(1);
    expect(clock.time).toBeCloseTo(speed);
  });

  it("stops at the end, and plays from the beginning again", () => {
    const { clock, wall } = made();
    clock.seek(9.5);
    clock.play();
    wall.pass(1);
    expect([clock.time, clock.mode, wall.asleep]).toEqual([10, "paused", true]);
    clock.play();
    wall.pass(1);
    expect(clock.time).toBeCloseTo(1);
  });

  it("plays on from where one jumps to, and stays within the episode", () => {
    const { clock, wall } = made();
    clock.play();
    clock.seek(5);
    wall.pass(1);
    expect(clock.time).toBeCloseTo(6);
    clock.pause();
    clock.seek(-3);
    expect(clock.time).toBe(0);
    clock.seek(99);
    expect(clock.time).toBe(10);
  });

  it("does not jump when the browser did not draw for long", () => {
    const { clock, wall } = made();
    clock.play();
    wall.pass(0.02);
    wall.seconds += 60;
    wall.pass(0.02);
    expect(clock.time).toBeLessThan(0.5);
  });

  it("tells each change of time, and changes of mode apart", () => {
    const { clock, wall } = made();
    const times = vi.fn();
    const modes = vi.fn();
    clock.subscribe(times);
    const stop = clock.subscribeMode(modes);
    clock.play();
    wall.pass(1);
    clock.pause();
    expect(modes).toHaveBeenCalledTimes(2);
    expect(times.mock.calls.length).toBeGreaterThan(45);
    stop();
    clock.play();
    expect(modes).toHaveBeenCalledTimes(2);
    clock.dispose();
    expect(wall.asleep).toBe(true);
  });
});

describe("the clock of an episode that runs", () => {
  function running(pace: number, seconds = 5): { clock: EpisodeClock; wall: Wall } {
    const wall = new Wall();
    const clock = new EpisodeClock(true, wall);
    wall.pass(seconds, (passed) => clock.setEnd(Math.floor(passed * 10) * 0.1 * pace));
    return { clock, wall };
  }

  it.each([0.5, 1, 8])("keeps close behind it at pace %f", (pace) => {
    const { clock } = running(pace);
    const behind = (clock.end - clock.time) / pace;
    expect(behind).toBeGreaterThan(0);
    expect(behind).toBeLessThan(0.35);
  });

  it("moves on evenly although frames come in bursts", () => {
    const { clock, wall } = running(1);
    const begin = clock.end;
    const steps: number[] = [];
    let last = clock.time;
    wall.pass(3, (passed) => {
      clock.setEnd(begin + Math.floor(passed * 10) * 0.1);
      steps.push(clock.time - last);
      last = clock.time;
    });
    const even = steps.slice(10);
    expect(Math.min(...even)).toBeGreaterThan(0.01);
    expect(Math.max(...even)).toBeLessThan(0.04);
  });

  it("sleeps once a paused episode is shown up to where it stands", () => {
    const { clock, wall } = running(1);
    wall.pass(3);
    expect(clock.time).toBe(clock.end);
    expect(wall.asleep).toBe(true);
    expect(clock.mode).toBe("edge");
    clock.setEnd(clock.end + 0.05);
    wall.pass(1);
    expect(clock.time).toBe(clock.end);
  });

  it("shows one back while it runs, and the present again on demand", () => {
    const { clock, wall } = running(1);
    clock.seek(2);
    expect(clock.mode).toBe("paused");
    wall.pass(1, (passed) => clock.setEnd(5 + passed));
    expect(clock.time).toBe(2);
    clock.play();
    expect(clock.mode).toBe("playing");
    wall.pass(1, (passed) => clock.setEnd(6 + passed));
    expect(clock.time).toBeCloseTo(3);
    clock.toEdge();
    wall.pass(1, (passed) => clock.setEnd(7 + passed));
    expect(clock.end - clock.time).toBeLessThan(0.5);
  });

  it("is at the present again when what is played has caught up with it", () => {
    const { clock, wall } = running(1);
    clock.seek(3);
    clock.setSpeed(8);
    clock.play();
    wall.pass(1, (passed) => clock.setEnd(5 + passed));
    expect(clock.mode).toBe("edge");
  });

  it("shows the end of an episode that is over, and stands still there", () => {
    const { clock, wall } = running(1);
    clock.setLive(false);
    wall.pass(1);
    expect([clock.time, clock.mode, wall.asleep]).toEqual([clock.end, "paused", true]);
  });

  it("jumps to the present after a long loss of connection", () => {
    const { clock, wall } = running(1);
    wall.pass(1);
    clock.setEnd(100);
    wall.pass(0.2);
    expect(clock.time).toBeGreaterThan(99);
  });
});
