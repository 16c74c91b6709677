// SPDX-License-Identifier: Apache-2.0
/** The points of an episode as they grow, criterion by criterion. */
import { Group, Progress, Text, Tooltip } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useFormats } from "@/i18n/formats";
import type { CriterionPoints } from "@/scorecards/criteria_table";
import { useCriterionTitles } from "@/scorecards/criterion_title";
import classes from "@/scorecards/score_strip.module.css";

interface Props {
  readonly criteria: readonly CriterionPoints[];
  readonly score: number;
  readonly maxScore: number;
  readonly passMark: number;
  /** Whether it is over, and these are the points that count. */
  readonly final: boolean;
}

export function ScoreStrip({ criteria, score, maxScore, passMark, final }: Props) {
  const { t } = useTranslation("mission");
  const formats = useFormats();
  const titleOf = useCriterionTitles(criteria);
  const passed = final && score >= passMark;
  return (
    <section className={classes["strip"]} aria-label={t("score")}>
      <Group gap={10} wrap="nowrap" className={classes["total"] ?? ""}>
        <Text fw={700} size="xl" lh={1}>
          {formats.number(score)}
        </Text>
        <div>
          <Text size="xs" lh={1.3}>
            {final ? t("score_of", { score: formats.number(score), max: formats.number(maxScore) }) : t("score_running")}
          </Text>
          {passed ? (
            <Group gap={3} wrap="nowrap" c="var(--passed)">
              <IconCircleCheck size={14} aria-hidden />
              <Text size="xs" fw={650} inherit>
                {t("verdict_passed")}
              </Text>
            </Group>
          ) : (
            <Text size="xs" c="dimmed" lh={1.3}>
              {t("score_pass_mark", { points: formats.number(passMark) })}
            </Text>
          )}
        </div>
      </Group>
      <ul className={classes["criteria"]}>
        {criteria.map(({ name, points, max_points, reason }) => (
          <li key={name}>
            <Tooltip label={reason} disabled={reason === ""} multiline maw={320} events={{ hover: true, focus: true, touch: true }}>
              <div tabIndex={0} className={classes["criterion"]}>
                <Group justify="space-between" gap={6} wrap="nowrap">
                  <Text size="xs" truncate>
                    {titleOf(name)}
                  </Text>
                  <Text size="xs" fw={650} className={classes["points"] ?? ""}>
                    {t("score_of", { score: formats.number(points), max: formats.number(max_points) })}
                  </Text>
                </Group>
                <Progress value={(100 * points) / Math.max(max_points, 0.001)} size={5} aria-hidden />
              </div>
            </Tooltip>
          </li>
        ))}
      </ul>
    </section>
  );
}
