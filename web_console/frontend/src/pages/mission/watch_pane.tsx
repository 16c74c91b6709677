// SPDX-License-Identifier: Apache-2.0
/** The right side of a mission: what runs, or ran, is watched here. */
import { Stack, Text } from "@mantine/core";
import { IconRobot } from "@tabler/icons-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Episode } from "@/api/types";
import { lazyPart } from "@/components/lazy_part";
import type { EpisodeOrder, EpisodeProgress } from "@/episode/episode_view";
import type { MomentLine } from "@/pages/mission/moment_line";
import type { Watched } from "@/pages/mission/use_run";
import classes from "@/pages/mission/watch_pane.module.css";

const EpisodeView = lazyPart(async () => ({ default: (await import("@/episode/episode_view")).EpisodeView }));

interface Props {
  readonly watched: Watched | null;
  readonly moment: MomentLine;
  readonly onControl: (order: EpisodeOrder) => void;
  readonly onProgress: (progress: EpisodeProgress) => void;
  readonly onWatch: (episode: Episode) => void;
}

export function Watch({ watched, moment, onControl, onProgress, onWatch }: Props) {
  const episodeId = watched?.episodeId ?? null;
  useEffect(() => () => moment.set(null), [moment, episodeId]);
  if (watched === null) return <NothingRuns />;
  return (
    <div className={classes["watch"]}>
      <EpisodeView
        episodeId={watched.episodeId}
        live={watched.live}
        onMoment={({ line }) => moment.set(line)}
        onProgress={onProgress}
        onRanAgain={onWatch}
        {...(watched.live ? { onControl } : {})}
      />
    </div>
  );
}

function NothingRuns() {
  const { t } = useTranslation("mission");
  return (
    <Stack align="center" justify="center" flex={1} gap="xs" p="xl" ta="center">
      <IconRobot size={56} stroke={1.2} aria-hidden />
      <Text fw={650}>{t("watch_empty_title")}</Text>
      <Text c="dimmed" maw="44ch">
        {t("watch_empty_lead")}
      </Text>
    </Stack>
  );
}
