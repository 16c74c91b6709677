// SPDX-License-Identifier: Apache-2.0
/** The scorecard of a submission: points and their reasons, on the whole and for each hidden seed. */
import { Alert, Badge, Button, Group, Stack, Table, Text, Title } from "@mantine/core";
import { IconCircleCheck, IconEye, IconInfoCircle } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { SubmissionDetail, SubmissionScorecard } from "@/api/types";
import { useFormats } from "@/i18n/formats";
import { Sentence } from "@/i18n/sentences/use_said";
import { CriteriaTable } from "@/scorecards/criteria_table";
import { useCriterionTitles } from "@/scorecards/criterion_title";

interface Props {
  readonly submission: SubmissionDetail;
  readonly scorecard: SubmissionScorecard;
}

export function SubmissionScores({ submission, scorecard }: Props) {
  const { t } = useTranslation("mission");
  const formats = useFormats();
  const { score, max_score, pass_mark, passed, message, hint, criteria } = scorecard;
  const titleOf = useCriterionTitles(criteria);
  const figures = { score: formats.number(score), max: formats.number(max_score), mark: formats.number(pass_mark) };
  return (
    <Stack gap="lg">
      <Alert
        variant="light"
        color={passed ? "green" : "lagoon"}
        icon={passed ? <IconCircleCheck aria-hidden /> : <IconInfoCircle aria-hidden />}
        title={passed ? t("passed_title", figures) : t("not_passed_title", figures)}
      >
        <Text size="sm">
          <Sentence text={message} titleOf={titleOf} />
        </Text>
        {hint !== "" && (
          <Text size="sm">
            <Sentence text={hint} titleOf={titleOf} />
          </Text>
        )}
      </Alert>
      <CriteriaTable criteria={criteria} pointsTitle={t("mean_points")} />
      <Seeds submission={submission} scorecard={scorecard} />
    </Stack>
  );
}

function Seeds({ submission, scorecard }: Props) {
  const { t } = useTranslation("mission");
  const [open, setOpen] = useState<number | null>(null);
  const { worst_episode_id } = submission;
  return (
    <section>
      <Group justify="space-between" mb="xs">
        <Title order={3} size="h4">
          {t("seeds")}
        </Title>
        {worst_episode_id !== null && (
          <Button component={Link} to={`/episodes/${worst_episode_id}`} size="xs" leftSection={<IconEye size={16} aria-hidden />}>
            {t("watch_worst")}
          </Button>
        )}
      </Group>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("seed")}</Table.Th>
            <Table.Th>{t("points")}</Table.Th>
            <Table.Th>{t("result")}</Table.Th>
            <Table.Th ta="end">{t("actions")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {scorecard.seeds.map(({ number, scorecard: card }, index) => (
            <SeedRows
              key={number}
              number={number}
              card={card}
              worst={number === scorecard.worst}
              episodeId={submission.episodes[index]?.id ?? null}
              open={open === number}
              onToggle={() => setOpen(open === number ? null : number)}
            />
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

interface SeedProps {
  readonly number: number;
  readonly card: SubmissionScorecard["seeds"][number]["scorecard"];
  readonly worst: boolean;
  readonly episodeId: string | null;
  readonly open: boolean;
  readonly onToggle: () => void;
}

function SeedRows({ number, card, worst, episodeId, open, onToggle }: SeedProps) {
  const { t } = useTranslation("mission");
  const formats = useFormats();
  return (
    <>
      <Table.Tr>
        <Table.Th scope="row" fw={550}>
          <Group gap={6} wrap="nowrap">
            {t("seed_number", { number })}
            {worst && (
              <Badge variant="default" size="sm" tt="none">
                {t("worst_seed")}
              </Badge>
            )}
          </Group>
        </Table.Th>
        <Table.Td>{t("score_of", { score: formats.number(card.score), max: formats.number(card.max_score) })}</Table.Td>
        <Table.Td>
          <Text size="sm">
            <Sentence text={card.failure?.message ?? card.ending_reason} />
          </Text>
          {card.failure?.line != null && (
            <Text size="xs" c="dimmed">
              {t("failure_line", { line: card.failure.line })}
            </Text>
          )}
        </Table.Td>
        <Table.Td>
          <Group gap={6} justify="flex-end" wrap="nowrap">
            <Button
              size="compact-xs"
              variant="default"
              aria-expanded={open}
              aria-label={t("details_named", { number })}
              onClick={onToggle}
            >
              {t("details")}
            </Button>
            {episodeId !== null && (
              <Button
                component={Link}
                to={`/episodes/${episodeId}`}
                size="compact-xs"
                variant="default"
                aria-label={t("watch_named", { name: t("seed_number", { number }) })}
              >
                {t("watch")}
              </Button>
            )}
          </Group>
        </Table.Td>
      </Table.Tr>
      {open && (
        <Table.Tr>
          <Table.Td colSpan={4}>
            <CriteriaTable criteria={card.criteria} />
          </Table.Td>
        </Table.Tr>
      )}
    </>
  );
}
