// SPDX-License-Identifier: Apache-2.0
/** The robot's camera: its picture at the moment that is looked at, with what was recognised in it. */
import { Center, Switch, Text } from "@mantine/core";
import type { TFunction } from "i18next";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { CameraPicture, seenIn } from "@/camera/camera_picture";
import classes from "@/camera/camera_view.module.css";
import type { EpisodeTracks } from "@/episode/episode_tracks";
import type { DetectionsFrame } from "@/episode/frames";
import { useChanges } from "@/episode/use_changes";
import { isLine } from "@/episode/world_moment";
import type { EpisodeClock } from "@/player/episode_clock";
import { useTimeFormat } from "@/player/time_format";
import { useClockTime } from "@/player/use_clock";
import type { Scene } from "@/scene/scene";

interface Props {
  readonly scene: Scene | undefined;
  readonly tracks: EpisodeTracks;
  readonly clock: EpisodeClock;
  /** Without words and choices around it, as a small picture in the corner. */
  readonly small?: boolean;
}

export function CameraView({ scene, tracks, clock, small = false }: Props) {
  const { t } = useTranslation("watching");
  const time = useTimeFormat();
  const [boxes, setBoxes] = useState(true);
  useChanges(tracks, 2);
  const now = useClockTime(clock, 2);
  const image = tracks.images.at(now);
  if (scene !== undefined && scene.camera === null) {
    return <Center h="100%" p="md"><Text c="dimmed" size="sm">{t("camera_none", { robot: scene.robot_title })}</Text></Center>;
  }
  const seen = image === null ? null : seenIn(tracks, image);
  const label = seen === null ? t("camera_picture") : t("camera_sees", { things: thingsIn(seen, scene?.camera?.width_px ?? 320, t) });
  return (
    <div className={small ? classes["small"] : classes["large"]}>
      <div className={classes["frame"]}>
        <Picture tracks={tracks} clock={clock} boxes={boxes} label={label} />
        {image === null ? <Center className={classes["waiting"] ?? ""}><Text size="xs">{t("camera_waiting")}</Text></Center> : null}
      </div>
      {small ? null : (
        <div className={classes["foot"]}>
          <Switch size="xs" label={t("camera_boxes")} checked={boxes} onChange={(event) => setBoxes(event.currentTarget.checked)} />
          {image === null ? null : <Text size="xs" c="dimmed">{t("camera_at", { time: time(image.t) })}</Text>}
        </div>
      )}
    </div>
  );
}

function Picture({ tracks, clock, boxes, label }: { tracks: EpisodeTracks; clock: EpisodeClock; boxes: boolean; label: string }) {
  const { t } = useTranslation("watching");
  const canvas = useRef<HTMLCanvasElement>(null);
  const nameOf = useMemo(() => (name: string) => labelText(name, t), [t]);
  useEffect(() => {
    if (canvas.current === null) return undefined;
    const picture = new CameraPicture(canvas.current, nameOf);
    const show = (): void => {
      const image = tracks.images.at(clock.time);
      if (image !== null) picture.show(image, boxes ? (seenIn(tracks, image)?.d ?? NOTHING) : NOTHING);
    };
    show();
    const stops = [clock.subscribe(show), tracks.subscribe(show)];
    return () => {
      stops.forEach((stop) => stop());
      picture.dispose();
    };
  }, [tracks, clock, boxes, nameOf]);
  return <canvas ref={canvas} className={classes["picture"]} role="img" aria-label={label} width={640} height={480} />;
}

const NOTHING: never[] = [];

const COLOURS = ["red", "green", "blue", "yellow", "orange", "purple", "white", "grey", "black"] as const;

/** What people call what a perception node names. */
function labelText(label: string, t: TFunction<"watching">): string {
  const colour = COLOURS.find((name) => name === label);
  return colour === undefined ? label.replaceAll("_", " ") : t(`colour.${colour}`);
}

function thingsIn(seen: DetectionsFrame, width: number, t: TFunction<"watching">): string {
  const lines = seen.d.some(isLine);
  const things: string[] = seen.d
    .filter((one) => !isLine(one))
    .map((one) => {
      const share = one.x / width;
      const side = share < 0.4 ? t("seen.left") : share > 0.6 ? t("seen.right") : t("seen.middle");
      return t("seen.one", { label: labelText(one.label, t), side });
    });
  if (lines) things.unshift(t("seen.line"));
  return things.length === 0 ? t("camera_nothing") : things.join("; ");
}
