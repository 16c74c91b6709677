// SPDX-License-Identifier: Apache-2.0
/** An episode by itself, or two side by side (`?with=`). */
import { Anchor, Button, Group, Text } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, useParams, useSearchParams } from "react-router";
import type { Episode } from "@/api/types";
import { lazyPart } from "@/components/lazy_part";
import { LoadingOrError } from "@/components/loading_or_error";
import { PageHeading } from "@/components/page_heading";
import { Downloads } from "@/episodes/downloads";
import { goesOn, useControlEpisode, useEpisodeFacts } from "@/episodes/episode_queries";
import { type Formats, useFormats } from "@/i18n/formats";
import { localised } from "@/i18n/localised";
import { type Say, useSaid } from "@/i18n/sentences/use_said";
import classes from "@/pages/episode/episode_page.module.css";
import { useMission } from "@/pages/mission/mission_query";
import { Outcome } from "@/scorecards/outcome";

const EpisodeView = lazyPart(async () => ({ default: (await import("@/episode/episode_view")).EpisodeView }));

/** What an episode is called beside another one. */
function nameOf(episode: Episode, formats: Formats, say: Say): string {
  return `${episode.program_name}, ${say(episode.seed_name).text}, ${formats.dateTime(episode.created_at)}`;
}

export default function EpisodePage() {
  const { t, i18n } = useTranslation("mission");
  const formats = useFormats();
  const say = useSaid();
  const { id = "" } = useParams();
  const other = useSearchParams()[0].get("with");
  const episode = useEpisodeFacts(id);
  const compared = useEpisodeFacts(other);
  const mission = useMission(episode.data?.mission ?? null);
  const control = useControlEpisode();
  const facts = episode.data;
  const missing = facts === undefined || (other !== null && compared.data === undefined);
  if (missing) {
    const retry = (): void => {
      void episode.refetch();
      if (other !== null) void compared.refetch();
    };
    return <LoadingOrError whole error={episode.error ?? compared.error} what={t("episode_failed")} onRetry={retry} />;
  }
  const title = mission.data === undefined ? facts.mission : localised(mission.data.title, i18n.language);
  const pair = compared.data === undefined ? null : ([nameOf(facts, formats, say), nameOf(compared.data, formats, say)] as const);
  return (
    <div className={classes["page"]}>
      <Group justify="space-between" gap="sm" className={classes["head"] ?? ""}>
        <div>
          <Anchor component={Link} to={`/missions/${facts.mission}`} size="sm" underline="always">
            <IconArrowLeft size={14} aria-hidden /> {t("episode_back")}
          </Anchor>
          <PageHeading size="h3">
            {pair === null ? t("episode_title", { mission: title, seed: say(facts.seed_name).text }) : t("episode_compare_title")}
          </PageHeading>
        </div>
        {pair === null ? <Facts episode={facts} /> : <Button component={Link} to={`/episodes/${facts.id}`} size="xs" variant="default">{t("episode_alone")}</Button>}
      </Group>
      <div className={classes["view"]}>
        <EpisodeView
          episodeId={facts.id}
          live={goesOn(facts)}
          {...(other === null ? {} : { compareWith: other })}
          {...(pair === null ? {} : { names: pair })}
          {...(goesOn(facts) ? { onControl: (order) => control.mutate({ id: facts.id, ...order }) } : {})}
        />
      </div>
    </div>
  );
}

function Facts({ episode }: { episode: Episode }) {
  const { t } = useTranslation("mission");
  const formats = useFormats();
  const say = useSaid();
  const { program_name, version, created_at } = episode;
  return (
    <Group gap="md">
      <Text size="sm" c="dimmed">
        {t("episode_facts", { program: program_name, version, when: formats.dateTime(created_at) })}
      </Text>
      <Outcome {...episode} />
      <Downloads id={episode.id} name={nameOf(episode, formats, say)} recording={episode.has_recording} scorecard={episode.score !== null} />
    </Group>
  );
}
