// SPDX-License-Identifier: Apache-2.0
/**
 * All there is to see of an episode, live or again: the world, the camera, curves, the log, the points, and what the
 * program was doing. With another one beside it, both show the same moment.
 */
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Episode } from "@/api/types";
import { useDerived } from "@/episode/derived";
import { EpisodePane, isCleared, type PaneChoice, type PaneName } from "@/episode/episode_pane";
import classes from "@/episode/episode_view.module.css";
import { useChanges } from "@/episode/use_changes";
import { type EpisodeSource, useEpisode } from "@/episode/use_episode";
import { isOver, useWatchedClock } from "@/episode/watched_clock";
import { useReports } from "@/episode/use_reports";
import type { EpisodeProgress } from "@/episode/use_reports";
import type { Moment } from "@/moment/moment";
import { type EpisodeOrder, PlayerControl } from "@/player/control";
import { marksOf } from "@/player/marks";
import { orderOf } from "@/player/shortcuts";
import { Transport } from "@/player/transport";
import { FIRST_CURVES } from "@/plots/curves";
import { useScene } from "@/scene/scene";

export type { EpisodeOrder, EpisodeProgress, Moment };

interface Props {
  readonly episodeId: string;
  /** It may still be running; else it is a replay. */
  readonly live: boolean;
  /** Another episode, which is over, to be watched beside it. */
  readonly compareWith?: string | undefined;
  /** Names of the two for people. */
  readonly names?: readonly [string, string];
  /** Tells what the program was doing, whenever another step is looked at. */
  readonly onMoment?: (moment: Moment) => void;
  /** Asks the running episode; without it, it can only be watched. */
  readonly onControl?: (order: EpisodeOrder) => void;
  /** Tells what becomes of the episode. */
  readonly onProgress?: (progress: EpisodeProgress) => void;
  /** What becomes of an episode that is run again, for its recording made room; without it, it is opened by itself. */
  readonly onRanAgain?: (episode: Episode) => void;
}

/** An episode; another id is another view. */
export function EpisodeView(props: Props) {
  return <Watched key={`${props.episodeId} ${props.compareWith ?? ""}`} {...props} />;
}

function Watched({ episodeId, live, compareWith, names, onMoment, onControl, onProgress, onRanAgain }: Props) {
  const { t } = useTranslation("watching");
  const first = useEpisode(episodeId, live);
  const second = useEpisode(compareWith ?? null, false);
  const clock = useWatchedClock(first, second, live);
  const control = useMemo(() => new PlayerControl(clock, first.tracks, onControl ?? null), [clock, first.tracks, onControl]);
  const [choice, setChoice] = useState<PaneChoice>({ pane: "moment", curves: FIRST_CURVES, span: 0, isLarge: false });
  const [helpOpen, setHelpOpen] = useState(false);
  useReports(first, clock, onMoment, onProgress);

  // React's own, so that what has the focus takes its keys first.
  const keyed = (event: React.KeyboardEvent): void => {
    const order = orderOf(event.nativeEvent);
    if (order === null) return;
    event.preventDefault();
    if (order === "help") setHelpOpen(true);
    else control.do(order);
  };
  const change = (part: Partial<PaneChoice>): void => setChoice((before) => ({ ...before, ...part }));
  const isPaired = second !== null;
  const pane = (source: EpisodeSource, name: string | null, which: "first" | "second") => (
    <EpisodePane
      key={which}
      source={source}
      clock={clock}
      name={name}
      choice={choice}
      onChoice={change}
      onPane={(wanted: PaneName) => change({ pane: wanted })}
      onRanAgain={onRanAgain}
    />
  );
  return (
    <section className={classes["view"]} aria-label={t("view")} tabIndex={-1} onKeyDown={keyed}>
      <div className={classes["panes"]} data-paired={isPaired || undefined}>
        {pane(first, isPaired ? (names?.[0] ?? t("first")) : null, "first")}
        {second === null ? null : pane(second, names?.[1] ?? t("second"), "second")}
      </div>
      {isCleared(first) && !isPaired ? null : <TransportOf source={first} clock={clock} control={control} helpOpen={helpOpen} onHelp={setHelpOpen} />}
    </section>
  );
}

function TransportOf({ source, clock, control, helpOpen, onHelp }: {
  readonly source: EpisodeSource;
  readonly clock: ReturnType<typeof useWatchedClock>;
  readonly control: PlayerControl;
  readonly helpOpen: boolean;
  readonly onHelp: (open: boolean) => void;
}) {
  useChanges(source.tracks, 4);
  const scene = useScene({ episodeId: source.episodeId }).data;
  const derived = useDerived(source.tracks, scene);
  const marks = marksOf(source.tracks, derived.arrivals.found, scene);
  return <Transport clock={clock} control={control} marks={marks} over={isOver(source)} helpOpen={helpOpen} onHelp={onHelp} />;
}
