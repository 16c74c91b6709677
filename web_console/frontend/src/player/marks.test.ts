// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { EpisodeTracks } from "@/episode/episode_tracks";
import { drive } from "@/episode/made_up_episode";
import { ZoneArrivals } from "@/episode/zone_arrivals";
import { marksOf } from "@/player/marks";
import { timeText } from "@/player/time_format";
import { madeUpScene } from "@/scene/made_up_scene";

describe("marks on the line of time", () => {
  it("are zones, touches and the end, in order", () => {
    const scene = madeUpScene();
    const tracks = new EpisodeTracks();
    tracks.add(drive(4));
    const arrivals = new ZoneArrivals(scene.zones);
    const marks = marksOf(tracks, arrivals.follow(tracks.robot), scene);
    expect(marks.map(({ kind, t, subject }) => [kind, t, subject])).toEqual([
      ["zone", 2, "red"], ["touch", 2, "crate"], ["end", 4, "Go on!"],
    ]);
    expect(marks[1]?.force).toBe(3);
  });

  it("show where a program failed", () => {
    const tracks = new EpisodeTracks();
    const failure = { kind: "error", message: "A number is divided by zero here.", hint: "", line: 3 };
    tracks.add(drive(4).map((frame) => (frame.k === "end" ? { ...frame, failure } : frame)));
    expect(marksOf(tracks, [], undefined).at(-1)).toMatchObject({ kind: "error", subject: failure.message });
  });
});

describe("times", () => {
  it.each([[0, "0:00.0"], [59.96, "1:00.0"], [65.24, "1:05.2"], [3600, "60:00.0"], [-1, "0:00.0"]])("of %d s are %s", (seconds, text) => {
    expect(timeText(seconds, "en")).toBe(text);
  });

  it("have the language's decimal mark", () => {
    expect(timeText(5.5, "de")).toBe("0:05,5");
  });
});
