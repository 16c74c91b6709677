// SPDX-License-Identifier: Apache-2.0
/** What a team has done in a mission: its episodes and its submissions. */
import { Paper, Tabs, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Episode } from "@/api/types";
import { EpisodeTable } from "@/episodes/episode_table";
import { SubmissionTable } from "@/submissions/submission_table";

interface Props {
  readonly mission: string;
  /** The episode that is watched above. */
  readonly watched: string | null;
  readonly onWatch: (episode: Episode) => void;
  readonly onSubmission: (submissionId: string) => void;
}

export function History({ mission, watched, onWatch, onSubmission }: Props) {
  const { t } = useTranslation("mission");
  return (
    <Paper withBorder m="md" p="lg" component="section" aria-label={t("history")}>
      <Title order={2} size="h4" mb="sm">
        {t("history")}
      </Title>
      <Tabs defaultValue="episodes">
        <Tabs.List mb="sm">
          <Tabs.Tab value="episodes">{t("history_episodes")}</Tabs.Tab>
          <Tabs.Tab value="submissions">{t("history_submissions")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="episodes">
          <EpisodeTable mission={mission} watched={watched} onWatch={onWatch} />
        </Tabs.Panel>
        <Tabs.Panel value="submissions">
          <SubmissionTable mission={mission} onOpen={onSubmission} />
        </Tabs.Panel>
      </Tabs>
    </Paper>
  );
}
