// SPDX-License-Identifier: Apache-2.0
/** One episode: its world, and beside or below it what else there is to look at. */
import { ActionIcon, Alert, Badge, Button, Group, Progress, Tabs, Text, Tooltip } from "@mantine/core";
import { IconArrowsMaximize, IconArrowsMinimize } from "@tabler/icons-react";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Episode } from "@/api/types";
import { CameraView } from "@/camera/camera_view";
import { lazyPart } from "@/components/lazy_part";
import { ClearedEpisode } from "@/episode/cleared_episode";
import { type Derived, useDerived } from "@/episode/derived";
import { EpisodeScore } from "@/episode/episode_score";
import { StatusBadge } from "@/episode/status_badge";
import classes from "@/episode/episode_view.module.css";
import { useChanges } from "@/episode/use_changes";
import type { EpisodeSource } from "@/episode/use_episode";
import { useEpisodeProgram } from "@/episodes/episode_queries";
import { LogView } from "@/log/log_view";
import { MomentView } from "@/moment/moment_view";
import { LearningPanel } from "@/learning/learning_panel";
import learningClasses from "@/learning/learning_panel.module.css";
import type { EpisodeClock } from "@/player/episode_clock";
import { useClockTime } from "@/player/use_clock";
import { type Scene, useScene } from "@/scene/scene";
import { Stage } from "@/stage/stage";

const PlotsView = lazyPart(async () => ({ default: (await import("@/plots/plots_view")).PlotsView }), <Progress value={100} animated size="xs" />);

export const PANES = ["moment", "camera", "plots", "log", "score"] as const;
export type PaneName = (typeof PANES)[number];

/** What is looked at; the same of two episodes side by side. */
export interface PaneChoice {
  readonly pane: PaneName;
  /** Ids of the curves that are plotted. */
  readonly curves: readonly string[];
  /** Seconds that the plots look back; 0 for all. */
  readonly span: number;
  /** The panes have more room than the world. */
  readonly isLarge: boolean;
}

interface Props {
  readonly source: EpisodeSource;
  readonly clock: EpisodeClock;
  /** Said above it where there are two. */
  readonly name: string | null;
  readonly choice: PaneChoice;
  readonly onChoice: (part: Partial<PaneChoice>) => void;
  readonly onPane: (pane: PaneName) => void;
  /** What becomes of an episode that is run again; without it, it is opened by itself. */
  readonly onRanAgain?: ((episode: Episode) => void) | undefined;
}

/** Whether an episode's recording made room, so that only what stays for ever can be shown. */
export function isCleared(source: EpisodeSource): boolean {
  return source.status === "failed" && source.problem === "cleared" && source.tracks.begin === null;
}

export function EpisodePane({ source, clock, name, choice, onChoice, onPane, onRanAgain }: Props) {
  const { t } = useTranslation("watching");
  const { tracks, status, problem, wantPictures } = source;
  const scene = useScene({ episodeId: source.episodeId });
  const derived = useDerived(tracks, scene.data);
  const program = useEpisodeProgram(source.episodeId);
  const hasCamera = scene.data !== undefined && scene.data.camera !== null;
  useEffect(() => {
    if (hasCamera) wantPictures();
  }, [hasCamera, wantPictures]);

  if (isCleared(source)) return <ClearedEpisode episodeId={source.episodeId} name={name} onRanAgain={onRanAgain} />;
  if (status === "failed" && problem !== null && tracks.begin === null) {
    return (
      <div className={classes["pane"]}>
        <Alert color="red" title={t("failed_title")} m="auto" maw={460}>
          <Text size="sm">{t(`problem.${problem}`)}</Text>
          {problem === "offline" ? <Button size="xs" variant="default" mt="sm" onClick={() => window.location.reload()}>{t("again")}</Button> : null}
        </Alert>
      </div>
    );
  }
  const corner = hasCamera && choice.pane !== "camera" ? <CameraView scene={scene.data} tracks={tracks} clock={clock} small /> : undefined;
  return (
    <div className={classes["pane"]} role="group" aria-label={name ?? t("view")} data-large={choice.isLarge || undefined}>
      <div className={classes["world"]}>
        {name === null ? null : <Text fw={650} size="sm" mb={4}>{name}</Text>}
        <div className={classes["stage"]}>
          <Stage
            scene={scene.data}
            error={scene.error}
            onRetry={() => void scene.refetch()}
            tracks={tracks}
            arrivals={derived.arrivals}
            clock={clock}
            corner={corner}
          />
          <StatusBadge source={source} className={classes["status"] ?? ""} />
          <LearningNow source={source} />
        </div>
      </div>
      <Panes source={source} scene={scene.data} derived={derived} clock={clock} choice={choice} onChoice={onChoice} onPane={onPane} program={program.data?.text ?? null} />
    </div>
  );
}

/** How the program learns, as long as it does. */
function LearningNow({ source }: { source: EpisodeSource }) {
  useChanges(source.tracks, 4);
  if (source.status !== "live" || source.tracks.state?.state !== "learning") return null;
  return (
    <div className={learningClasses["over"]}>
      <LearningPanel frame={source.tracks.learning} />
    </div>
  );
}

interface PanesProps extends Omit<Props, "name" | "onRanAgain"> {
  readonly scene: Scene | undefined;
  readonly derived: Derived;
  readonly program: string | null;
}

function Panes({ source, scene, derived, clock, choice, onChoice, onPane, program }: PanesProps) {
  const { t } = useTranslation("watching");
  const { tracks } = source;
  const content: Readonly<Record<PaneName, () => ReactNode>> = {
    moment: () => (
      <MomentView
        tracks={tracks}
        derived={derived}
        clock={clock}
        program={program}
        plotted={choice.curves}
        onPlot={(variable, plot) => {
          const id = `variable:${variable}`;
          onChoice({ curves: plot ? [...choice.curves, id] : choice.curves.filter((one) => one !== id) });
        }}
      />
    ),
    camera: () => <CameraView scene={scene} tracks={tracks} clock={clock} />,
    plots: () => (
      <PlotsView
        tracks={tracks}
        derived={derived}
        clock={clock}
        chosen={choice.curves}
        onChoose={(curves) => onChoice({ curves })}
        span={choice.span}
        onSpan={(span) => onChoice({ span })}
      />
    ),
    log: () => <LogView tracks={tracks} clock={clock} />,
    score: () => <EpisodeScore source={source} clock={clock} />,
  };
  const panes = PANES.filter((pane) => pane !== "camera" || scene?.camera !== null);
  const shown = panes.includes(choice.pane) ? choice.pane : "moment";
  return (
    <Tabs
      value={shown}
      onChange={(value) => onPane((value ?? "moment") as PaneName)}
      className={classes["panel"] ?? ""}
      keepMounted={false}
    >
      <Group gap={0} wrap="nowrap" className={classes["tabs"] ?? ""}>
        <Tabs.List aria-label={t("panes")} className={classes["tab_list"] ?? ""}>
          {panes.map((pane) => (
            <Tabs.Tab key={pane} value={pane} px={10} py={8} rightSection={pane === "score" ? <Points source={source} clock={clock} /> : undefined}>
              {t(`pane.${pane}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tooltip label={choice.isLarge ? t("smaller") : t("larger")}>
          <ActionIcon
            variant="subtle"
            color="gray"
            ml="auto"
            aria-label={choice.isLarge ? t("smaller") : t("larger")}
            onClick={() => onChoice({ isLarge: !choice.isLarge })}
          >
            {choice.isLarge ? <IconArrowsMinimize size={16} aria-hidden /> : <IconArrowsMaximize size={16} aria-hidden />}
          </ActionIcon>
        </Tooltip>
      </Group>
      {panes.map((pane) => (
        <Tabs.Panel key={pane} value={pane} className={classes["content"] ?? ""}>
          {shown === pane ? content[pane]() : null}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

/** The points at the moment, beside the name of their pane. */
function Points({ source, clock }: { source: EpisodeSource; clock: EpisodeClock }) {
  const { i18n } = useTranslation();
  useChanges(source.tracks, 2);
  const now = useClockTime(clock, 2);
  const score = source.tracks.scores.at(now + 1e-6);
  if (score === null) return null;
  return <Badge size="sm" variant="light" className={classes["points"] ?? ""}>{new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 }).format(score.score)}</Badge>;
}
