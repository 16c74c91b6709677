// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import i18next from "i18next";
import { EpisodeTracks } from "@/episode/episode_tracks";
import { drive } from "@/episode/made_up_episode";
import { ZoneArrivals } from "@/episode/zone_arrivals";
import "@/i18n/all_texts";
import { ready } from "@/i18n/i18n";
import "@/i18n/all_texts";
import { standingThings } from "@/scene/footprint";
import { madeUpScene } from "@/scene/made_up_scene";
import { NO_ASSETS } from "@/scene/scene_assets";
import { inWords, thingName } from "@/stage/in_words";
import { type Situation, situationAt } from "@/stage/situation";

function at(t: number): Situation {
  const scene = madeUpScene();
  const tracks = new EpisodeTracks();
  tracks.add(drive(8));
  const arrivals = new ZoneArrivals(scene.zones);
  arrivals.follow(tracks.robot);
  return situationAt(scene, standingThings(scene, NO_ASSETS), tracks, arrivals, t);
}

describe("the situation in words", () => {
  it("tells where the robot is, what is near and what comes next", () => {
    expect(at(1)).toMatchObject({ x: expect.closeTo(0.2) as number, facing: "east", moving: "forwards", reached: [] });
    expect(at(1).nearest).toEqual({ name: "crate", distance: expect.closeTo(0.55) as number, side: "ahead" });
    expect(at(1).next).toMatchObject({ name: "red", distance: expect.closeTo(0.3) as number });
  });

  it("follows what moves: a crate that is pushed stays as near as it is", () => {
    expect(at(8).nearest?.name).toBe("crate");
    expect(at(8).nearest?.distance).toBeCloseTo(at(6).nearest?.distance ?? 0, 2);
    expect(at(8).reached).toEqual(["red"]);
  });

  it("is said in English and in German", async () => {
    await ready;
    const said = async (language: string): Promise<string> => {
      await i18next.changeLanguage(language);
      return inWords(at(3), i18next.getFixedT(language, "world"), language);
    };
    expect(await said("en")).toBe(
      "3.0 s: at x 0.6 m, y 0.0 m, facing east, driving at 0.20 m/s. Nearest: a crate, 0.4 m, ahead. Reached: red. " +
        "Next: far end, 1.4 m, ahead.",
    );
    expect(await said("de")).toBe(
      "3,0 s: bei x 0,6 m, y 0,0 m, Blick nach Osten, fährt mit 0,20 m/s. Am nächsten: eine Kiste, 0,4 m, vorn. " +
        "Erreicht: red. Als Nächstes: far end, 1,4 m, vorn.",
    );
  });

  it("has a name for everything, known or not", async () => {
    await ready;
    const t = i18next.getFixedT("en", "world");
    expect(["walls_6x5m", "marker_2", "beacon_red", "space_ship"].map((name) => thingName(name, t))).toEqual([
      "a wall", "a marker", "the red beacon", "space ship",
    ]);
  });
});
