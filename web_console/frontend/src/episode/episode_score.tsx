// SPDX-License-Identifier: Apache-2.0
/** The points at the moment, criterion by criterion, each with its reason. */
import { Center, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "@/episode/episode_view.module.css";
import type { EpisodeTracks } from "@/episode/episode_tracks";
import { useChanges } from "@/episode/use_changes";
import type { EpisodeSource } from "@/episode/use_episode";
import { isOver } from "@/episode/watched_clock";
import { useFormats } from "@/i18n/formats";
import { ModelLine } from "@/learning/model_line";
import { useMission } from "@/pages/mission/mission_query";
import type { EpisodeClock } from "@/player/episode_clock";
import { useClockTime } from "@/player/use_clock";
import { CriteriaTable } from "@/scorecards/criteria_table";

interface Props {
  readonly source: EpisodeSource;
  readonly clock: EpisodeClock;
}

/** The points, and above them which model drove, where something was learned. */
export function EpisodeScore({ source, clock }: Props) {
  const { t } = useTranslation("watching");
  const { tracks } = source;
  useChanges(tracks, 2);
  const facts = useMission(tracks.begin?.mission ?? null).data;
  const learned = tracks.learning !== null && tracks.state?.state !== "learning";
  return (
    <div className={classes["score"]} tabIndex={0} role="region" aria-label={t("pane.score")}>
      {learned || facts?.learning !== null ? <ModelLine episodeId={source.episodeId} over={isOver(source)} learned={learned} /> : null}
      <Points tracks={tracks} clock={clock} />
    </div>
  );
}

function Points({ tracks, clock }: { tracks: EpisodeTracks; clock: EpisodeClock }) {
  const { t } = useTranslation("watching");
  const { t: mission } = useTranslation("mission");
  const formats = useFormats();
  useChanges(tracks, 2);
  const now = useClockTime(clock, 2);
  const facts = useMission(tracks.begin?.mission ?? null).data;
  // A recording knows the points at its end alone.
  const score = tracks.scores.at(now + 1e-6) ?? (tracks.end === null ? null : tracks.scores.last);
  if (score === null) return <Center mih="6rem"><Text size="sm" c="dimmed">{t("score_none")}</Text></Center>;
  const isFinal = score === tracks.scores.last && tracks.end !== null;
  const criteria = score.criteria.map((one) => ({ ...one, check: facts?.criteria.find(({ name }) => name === one.name)?.check ?? "" }));
  return (
    <>
      <Group gap="sm" align="baseline">
        <Text fw={700} size="xl">{mission("score_of", { score: formats.number(score.score), max: formats.number(score.max) })}</Text>
        <Text size="sm" c="dimmed">
          {isFinal && tracks.end?.passed === true
            ? `${t("score_end")} · ${mission("verdict_passed")}`
            : [isFinal ? t("score_end") : mission("score_running"), facts === undefined ? "" : mission("score_pass_mark", { points: formats.number(facts.pass_mark) })]
                .filter((part) => part !== "")
                .join(" · ")}
        </Text>
      </Group>
      <CriteriaTable criteria={criteria} />
    </>
  );
}
