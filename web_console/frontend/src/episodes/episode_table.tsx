// SPDX-License-Identifier: Apache-2.0
/** The newest episodes of a mission: to watch again, to compare, to download. */
import { Button, Checkbox, Group, Table, Text } from "@mantine/core";
import { IconColumns2 } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Episode } from "@/api/types";
import { LoadingOrError } from "@/components/loading_or_error";
import { Downloads } from "@/episodes/downloads";
import { goesOn, useEpisodes } from "@/episodes/episode_queries";
import { useFormats } from "@/i18n/formats";
import { useSaid } from "@/i18n/sentences/use_said";
import classes from "@/episodes/episode_table.module.css";
import { ProgramCell, WhenCell } from "@/scorecards/history_cells";
import { Outcome } from "@/scorecards/outcome";

// Rows cost memory, and nobody reads a hundred of them at once.
const SHOWN_AT_FIRST = 15;

interface Props {
  readonly mission: string;
  readonly watched: string | null;
  readonly onWatch: (episode: Episode) => void;
}

export function EpisodeTable({ mission, watched, onWatch }: Props) {
  const { t } = useTranslation("mission");
  const episodes = useEpisodes(mission, true);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [all, setAll] = useState(false);
  if (episodes.data === undefined) {
    return <LoadingOrError error={episodes.error} what={t("history_failed")} onRetry={() => void episodes.refetch()} />;
  }
  if (episodes.data.length === 0) return <Text c="dimmed">{t("episodes_empty")}</Text>;
  // The third one takes the place of the first.
  const toggle = (id: string): void =>
    setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id].slice(-2));
  const [first, second] = chosen;
  const shown = all ? episodes.data : episodes.data.slice(0, SHOWN_AT_FIRST);
  const older = episodes.data.length - shown.length;
  return (
    <>
      <Group justify="space-between" mb="xs">
        <Text size="sm" c="dimmed">
          {t("compare_help")}
        </Text>
        {first !== undefined && second !== undefined && (
          <Button component={Link} to={`/episodes/${first}?with=${second}`} size="xs" leftSection={<IconColumns2 size={16} aria-hidden />}>
            {t("compare_two")}
          </Button>
        )}
      </Group>
      <Table.ScrollContainer minWidth={640}>
        <Table verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={110}>{t("compare")}</Table.Th>
              <Table.Th>{t("when")}</Table.Th>
              <Table.Th>{t("program")}</Table.Th>
              <Table.Th>{t("seed")}</Table.Th>
              <Table.Th>{t("result")}</Table.Th>
              <Table.Th ta="end">{t("actions")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((episode) => (
              <EpisodeRow
                key={episode.id}
                episode={episode}
                chosen={chosen.includes(episode.id)}
                watched={episode.id === watched}
                onToggle={() => toggle(episode.id)}
                onWatch={() => onWatch(episode)}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {older > 0 && (
        <Button mt="xs" size="xs" variant="default" onClick={() => setAll(true)}>
          {t("episodes_older", { count: older })}
        </Button>
      )}
    </>
  );
}

interface RowProps {
  readonly episode: Episode;
  readonly chosen: boolean;
  readonly watched: boolean;
  readonly onToggle: () => void;
  readonly onWatch: () => void;
}

function EpisodeRow({ episode, chosen, watched, onToggle, onWatch }: RowProps) {
  const { t } = useTranslation("mission");
  const formats = useFormats();
  const { id, program_name, version, seed_name, has_recording, recording_cleared, created_at } = episode;
  const seed = useSaid()(seed_name).text;
  const name = `${program_name}, ${seed}, ${formats.dateTime(created_at)}`;
  return (
    <Table.Tr className={watched ? (classes["watched"] ?? "") : ""} aria-current={watched}>
      <Table.Td>
        <Checkbox aria-label={t("compare_choose", { name })} checked={chosen} disabled={!has_recording} onChange={onToggle} />
      </Table.Td>
      <WhenCell at={created_at} />
      <ProgramCell name={program_name} version={version} />
      <Table.Td>
        <Text size="sm">{seed}</Text>
      </Table.Td>
      <Table.Td>
        <Outcome {...episode} />
      </Table.Td>
      <Table.Td>
        <Group gap={6} justify="flex-end" wrap="nowrap">
          <Button size="compact-xs" variant="default" aria-label={t("watch_named", { name })} disabled={!has_recording && !recording_cleared && !goesOn(episode)} onClick={onWatch}>
            {t("watch")}
          </Button>
          <Downloads id={id} name={name} recording={has_recording} scorecard={episode.score !== null} />
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
