// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { EpisodeTracks } from "@/episode/episode_tracks";
import type { StepFrame } from "@/episode/frames";
import { drive } from "@/episode/made_up_episode";
import { momentIn, neighbour, variablesAt } from "@/moment/moment";
import { sparkPath } from "@/moment/sparkline";
import { numberIn, VariableTracks } from "@/moment/variable_tracks";

function step(number: number, line: number, where: string, variables: [string, string][]): StepFrame {
  return { k: "step", n: number + 1, t: number / 20, step: number, line, functions: [[where, line]], variables };
}

function stepped(...steps: StepFrame[]): EpisodeTracks {
  const tracks = new EpisodeTracks();
  tracks.add(steps);
  return tracks;
}

describe("a moment", () => {
  it("has the line and the variables of the step before it", () => {
    const tracks = new EpisodeTracks();
    tracks.add(drive(2));
    expect(momentIn(tracks, 1.03)).toMatchObject({ step: 20, line: 5, variables: [["speed", "0.2"], ["i", "20"]] });
  });

  it("before the first step has nothing", () => {
    expect(momentIn(new EpisodeTracks(), 1)).toEqual({ t: 1, step: null, line: null, functions: [], variables: [] });
  });
});

describe("variables", () => {
  const tracks = stepped(
    step(0, 3, "drive", [["a", "1"], ["b", "x"]]),
    step(1, 4, "drive", [["a", "2"], ["b", "x"], ["c", "[]"]]),
    step(2, 9, "look", [["a", "7"]]),
    step(3, 4, "drive", [["a", "2"], ["b", "x"]]),
    step(4, 5, "drive", [["a", "2"], ["b", "y"]]),
  );

  it("are marked when they changed, with what they were", () => {
    expect(variablesAt(tracks.steps, 1)).toEqual([
      { name: "a", value: "2", changed: true, before: "1" },
      { name: "b", value: "x", changed: false, before: "x" },
      { name: "c", value: "[]", changed: true, before: null },
    ]);
  });

  it("of another function are others, whatever their names", () => {
    expect(variablesAt(tracks.steps, 2)).toEqual([{ name: "a", value: "7", changed: false, before: null }]);
    expect(variablesAt(tracks.steps, 0)[0]).toMatchObject({ changed: false });
    expect(variablesAt(tracks.steps, -1)).toEqual([]);
  });

  it("lead to their changes, before and after", () => {
    expect(neighbour(tracks.steps, 1, 1, { variable: "b" })).toBe(4);
    expect(neighbour(tracks.steps, 4, -1, { variable: "a" })).toBe(1);
    expect(neighbour(tracks.steps, 1, -1, { variable: "a" })).toBeNull();
    expect(neighbour(tracks.steps, 0, 1, { variable: "nothing" })).toBeNull();
  });

  it("so do lines to where they act", () => {
    expect(neighbour(tracks.steps, 1, 1, { line: 4 })).toBe(3);
    expect(neighbour(tracks.steps, 3, -1, { line: 9 })).toBe(2);
    expect(neighbour(tracks.steps, -1, 1, { line: 3 })).toBe(0);
    expect(neighbour(tracks.steps, -1, 1, { line: 77 })).toBeNull();
  });

  it.each([["1", 1], ["-0.25", -0.25], ["1e-05", 1e-5], [".5", 0.5], ["3.", 3], ["True", NaN], ["'1'", NaN], ["inf", NaN], ["[1]", NaN], ["", NaN], ["1 m", NaN]])(
    "of the text %j are the number %d",
    (text, number) => expect(numberIn(text)).toBe(number),
  );

  it("that are numbers have a course", () => {
    const found = new VariableTracks();
    found.follow(tracks.steps);
    expect([...found.byName.keys()]).toEqual(["a"]);
    found.follow(tracks.steps);
    expect([...(found.byName.get("a")?.values ?? [])]).toEqual([1, 2, 7, 2, 2]);
  });

  it("of which there are very many do not fill the memory", () => {
    const found = new VariableTracks();
    found.follow(stepped(...Array.from({ length: 500 }, (_, n) => step(n, 1, "drive", [[`v${n}`, "1"]]))).steps);
    expect(found.byName.size).toBe(100);
  });
});

describe("a sparkline", () => {
  it("draws the last seconds, from low to high", () => {
    const tracks = stepped(...Array.from({ length: 100 }, (_, n) => step(n, 1, "drive", [["a", String(n)]])));
    const found = new VariableTracks();
    found.follow(tracks.steps);
    const track = found.byName.get("a");
    const points = (track === undefined ? null : sparkPath(track, 4.95))?.split(" ").map((point) => point.split(",").map(Number)) ?? [];
    expect(points.length).toBeGreaterThan(50);
    expect(points.at(0)?.[1]).toBe(16);
    expect(points.at(-1)).toEqual([72, 2]);
    expect(track === undefined ? "" : sparkPath(track, 0)).toBeNull();
  });
});
