// SPDX-License-Identifier: Apache-2.0
/** An episode whose recording made room for newer ones: its points, its log, and the way to see it again. */
import { Alert, Anchor, Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconHistory, IconPlayerPlay } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { Episode } from "@/api/types";
import { Refusal } from "@/components/refusal";
import classes from "@/episode/cleared_episode.module.css";
import { episodeFile, useEpisodeFacts, useEpisodeLog, useEpisodeScorecard, useRunEpisode } from "@/episodes/episode_queries";
import { useFormats } from "@/i18n/formats";
import { Sentence, useSaid } from "@/i18n/sentences/use_said";
import { useTimeFormat } from "@/player/time_format";
import { CriteriaTable } from "@/scorecards/criteria_table";
import { useCriterionTitles } from "@/scorecards/criterion_title";
import { useSession } from "@/session/session";

/** Lines of a log that are shown; all of them are in the file. */
const MOST_LINES = 1000;

interface Props {
  readonly episodeId: string;
  /** Said above it where there are two. */
  readonly name: string | null;
  /** What becomes of the new episode; without it, it is opened by itself. */
  readonly onRanAgain: ((episode: Episode) => void) | undefined;
}

export function ClearedEpisode({ episodeId, name, onRanAgain }: Props) {
  const { t } = useTranslation("watching");
  const facts = useEpisodeFacts(episodeId).data;
  return (
    <div className={classes["cleared"]} role="region" tabIndex={0} aria-label={name ?? t("view")}>
      <Stack gap="md" maw={760} mx="auto">
        {name === null ? null : <Text fw={650} size="sm">{name}</Text>}
        <Alert color="blue" variant="light" icon={<IconHistory aria-hidden />} title={t("cleared_title")}>
          <Text size="sm">{t("cleared_kept")}</Text>
          {facts === undefined ? null : <RunAgain episode={facts} onRanAgain={onRanAgain} />}
        </Alert>
        <Score episodeId={episodeId} />
        <Log episodeId={episodeId} />
      </Stack>
    </div>
  );
}

function RunAgain({ episode, onRanAgain }: { episode: Episode; onRanAgain: Props["onRanAgain"] }) {
  const { t } = useTranslation("watching");
  const navigate = useNavigate();
  const run = useRunEpisode(episode.mission);
  const role = useSession().data?.person?.role;
  const { program_id, version, seed, robot, target, pace } = episode;
  // Teachers look at what their classes did; what was graded has a seed that nobody is told.
  if (seed === null || role === "teacher") return null;
  const again = (): void =>
    run.mutate(
      { program_id, version, seed, robot, target, pace },
      { onSuccess: (made) => (onRanAgain === undefined ? void navigate(`/episodes/${made.id}`) : onRanAgain(made)) },
    );
  return (
    <Stack gap="xs" mt="sm" align="flex-start">
      <Text size="sm">{t("cleared_again")}</Text>
      <Button size="xs" leftSection={<IconPlayerPlay size={16} aria-hidden />} loading={run.isPending} onClick={again}>
        {t("run_again")}
      </Button>
      <Refusal error={run.error} />
    </Stack>
  );
}

function Score({ episodeId }: { episodeId: string }) {
  const { t } = useTranslation("watching");
  const { t: mission } = useTranslation("mission");
  const formats = useFormats();
  const card = useEpisodeScorecard(episodeId).data;
  const titleOf = useCriterionTitles(card?.criteria ?? []);
  if (card === undefined) return null;
  return (
    <section>
      <Group gap="sm" align="baseline">
        <Title order={2} size="h4">{t("pane.score")}</Title>
        <Text fw={650}>{mission("score_of", { score: formats.number(card.score), max: formats.number(card.max_score) })}</Text>
        {card.passed ? <Text size="sm" c="var(--passed)">{mission("verdict_passed")}</Text> : null}
      </Group>
      {card.message === "" ? null : <Text size="sm" mt={4}><Sentence text={card.message} titleOf={titleOf} /> <Sentence text={card.hint} titleOf={titleOf} /></Text>}
      <CriteriaTable criteria={card.criteria} />
    </section>
  );
}

function Log({ episodeId }: { episodeId: string }) {
  const { t } = useTranslation("watching");
  const time = useTimeFormat();
  const say = useSaid();
  const lines = useEpisodeLog(episodeId).data;
  if (lines === undefined) return null;
  return (
    <section>
      <Group gap="sm" align="baseline" justify="space-between">
        <Title order={2} size="h4">{t("pane.log")}</Title>
        <Anchor size="sm" underline="always" href={episodeFile(episodeId, "log")} download>{t("log_file")}</Anchor>
      </Group>
      {lines.length === 0 ? <Text size="sm" c="dimmed">{t("log_nothing")}</Text> : null}
      <ol className={classes["log"]} aria-label={t("log_list")}>
        {lines.slice(0, MOST_LINES).map((line, index) => (
          <li key={index}>
            <span className={classes["time"]}>{time(line.time)}</span> <span>{say(line.text, "log").text}</span>
          </li>
        ))}
      </ol>
      {lines.length > MOST_LINES ? <Text size="sm" c="dimmed">{t("log_rest", { count: lines.length - MOST_LINES })}</Text> : null}
    </section>
  );
}
