// SPDX-License-Identifier: Apache-2.0
/** The right side of a mission: what runs, or ran, is watched here. */
import { Stack, Text } from "@mantine/core";
import { IconRobot } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { MissionDetail } from "@/api/types";
import type { MomentLine } from "@/pages/mission/moment_line";
import type { EpisodeProgress, Watched } from "@/pages/mission/use_run";

interface Props {
  readonly mission: MissionDetail;
  readonly watched: Watched | null;
  readonly moment: MomentLine;
  readonly onProgress: (progress: EpisodeProgress) => void;
}

export function Watch({ watched }: Props) {
  return watched === null ? <NothingRuns /> : <p>{watched.episodeId}</p>;
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
