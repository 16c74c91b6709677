// SPDX-License-Identifier: Apache-2.0
/** The picture in words: where the robot is, what is near, what comes next. Said now and then, politely. */
import { Text, VisuallyHidden } from "@mantine/core";
import type { TFunction } from "i18next";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { EpisodeTracks } from "@/episode/episode_tracks";
import type { ZoneArrivals } from "@/episode/zone_arrivals";
import type { EpisodeClock } from "@/player/episode_clock";
import { standingThings } from "@/scene/footprint";
import type { Scene } from "@/scene/scene";
import type { SceneAssets } from "@/scene/scene_assets";
import { type Neighbour, type Situation, situationAt } from "@/stage/situation";

/** A screen reader is not interrupted more often than this. */
const SPOKEN_EVERY_MS = 4000;
const WRITTEN_EVERY_MS = 500;
const TOUCHING_M = 0.01;

interface Props {
  readonly id: string;
  readonly scene: Scene;
  readonly assets: SceneAssets;
  readonly tracks: EpisodeTracks | null;
  readonly arrivals: ZoneArrivals;
  readonly clock: EpisodeClock;
  readonly className: string;
}

export function InWords({ id, scene, assets, tracks, arrivals, clock, className }: Props) {
  const { t, i18n } = useTranslation("world");
  const standing = useMemo(() => standingThings(scene, assets), [scene, assets]);
  const look = useCallback(
    () => inWords(situationAt(scene, standing, tracks, arrivals, clock.time), t, i18n.language),
    [scene, standing, tracks, arrivals, clock, t, i18n.language],
  );
  const written = useNowAndThen(look, WRITTEN_EVERY_MS, clock, tracks);
  const spoken = useNowAndThen(look, SPOKEN_EVERY_MS, clock, tracks);
  return (
    <>
      <Text size="xs" c="dimmed" className={className} aria-hidden>{written}</Text>
      <VisuallyHidden id={id} role="status" aria-live="polite">{spoken}</VisuallyHidden>
    </>
  );
}

/** What is said of the moment, looked up again while time goes by, but not more often than told. */
function useNowAndThen(look: () => string, everyMs: number, clock: EpisodeClock, tracks: EpisodeTracks | null): string {
  const [said, setSaid] = useState(look);
  useEffect(() => {
    let timer: number | null = null;
    let last = performance.now();
    const now = (): void => {
      timer = null;
      last = performance.now();
      setSaid(look());
    };
    const changed = (): void => {
      timer ??= window.setTimeout(now, Math.max(50, last + everyMs - performance.now()));
    };
    const stops = [clock.subscribe(changed), tracks?.subscribe(changed)];
    changed();
    return () => {
      stops.forEach((stop) => stop?.());
      if (timer !== null) window.clearTimeout(timer);
    };
  }, [look, everyMs, clock, tracks]);
  return said;
}

/** A situation as sentences. */
export function inWords(situation: Situation, t: TFunction<"world">, language: string): string {
  const number = (value: number, digits: number): string =>
    new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: "negative" }).format(value);
  const where = t("words.where", {
    t: number(situation.t, 1),
    x: number(situation.x, 1),
    y: number(situation.y, 1),
    facing: t(`compass.${situation.facing}`),
  });
  const motion = t(`words.${situation.moving}`, { speed: number(situation.speed, 2) });
  const sentences = [`${where}, ${motion}.`, nearestInWords(situation.nearest, t, number)];
  if (situation.reached.length > 0) {
    sentences.push(t("words.reached", { zones: situation.reached.map((zone) => zone.replaceAll("_", " ")).join(", ") }));
  }
  const { next } = situation;
  if (next !== null) {
    const zone = next.name.replaceAll("_", " ");
    sentences.push(t("words.next", { zone, metres: number(next.distance, 1), side: t(`side.${next.side}`) }));
  } else if (situation.reached.length > 0) sentences.push(t("words.all"));
  return sentences.join(" ");
}

function nearestInWords(near: Neighbour | null, t: TFunction<"world">, number: (value: number, digits: number) => string): string {
  if (near === null) return t("words.nothing");
  const values = { thing: thingName(near.name, t), metres: number(near.distance, 1), side: t(`side.${near.side}`) };
  return t(near.distance < TOUCHING_M ? "words.touching" : "words.nearest", values);
}

const KINDS = ["wall", "marker"] as const;
const THINGS = [
  "barrel", "beacon_red", "beacon_green", "beacon_blue", "bench", "box_small", "cone", "crate", "parcel", "poster",
  "pyramid", "ramp", "shelf", "table",
] as const;

/** What people call a thing, by the name of its model. */
export function thingName(model: string, t: TFunction<"world">): string {
  const exact = THINGS.find((name) => name === model);
  if (exact !== undefined) return t(`thing.${exact}`);
  const kind = KINDS.find((name) => model.startsWith(name));
  return kind === undefined ? model.replaceAll("_", " ") : t(`thing.${kind}`);
}
