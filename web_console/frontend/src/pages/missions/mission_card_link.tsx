// SPDX-License-Identifier: Apache-2.0
/** A mission as a card of the list. */
import { Badge, Card, Group, Progress, Stack, Text, Title } from "@mantine/core";
import { IconBrandPython, IconChartDots, IconCircleCheck, IconClock, IconPuzzle, IconRobot, IconTopologyStar3, IconWaveSine } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { MissionCard } from "@/api/types";
import { useFormats } from "@/i18n/formats";
import { localised } from "@/i18n/localised";
import type { Best } from "@/pages/missions/best_scores";
import classes from "@/pages/missions/mission_card_link.module.css";

const STRANDS = {
  robotics: { Icon: IconRobot, name: "strand_robotics" },
  signals: { Icon: IconWaveSine, name: "strand_signals" },
  data_mining: { Icon: IconChartDots, name: "strand_data_mining" },
} as const;

const TIERS = {
  blocks: { Icon: IconPuzzle, name: "tier_blocks" },
  code: { Icon: IconBrandPython, name: "tier_code" },
  ros: { Icon: IconTopologyStar3, name: "tier_ros" },
} as const;

function has<T extends object>(table: T, key: PropertyKey): key is keyof T {
  return Object.hasOwn(table, key);
}

interface Props {
  readonly mission: MissionCard;
  /** `none`: nothing was graded yet; null: nobody is logged in. */
  readonly best: Best | "none" | null;
}

function Reached({ mission, best }: { mission: MissionCard; best: Best | "none" }) {
  const { t } = useTranslation("missions");
  const formats = useFormats();
  if (best === "none") {
    return (
      <Text size="sm" c="dimmed">
        {t("not_tried")}
      </Text>
    );
  }
  const text = t("best", { score: formats.number(best.score), max: formats.number(mission.max_score) });
  return (
    <Stack gap={6}>
      <Group justify="space-between" gap="xs">
        <Text size="sm">{text}</Text>
        <Group gap={4} wrap="nowrap" c={best.passed ? "var(--passed)" : "dimmed"}>
          {best.passed && <IconCircleCheck size={16} aria-hidden />}
          <Text size="sm" fw={550}>
            {best.passed ? t("passed") : t("not_passed")}
          </Text>
        </Group>
      </Group>
      <Progress value={(100 * best.score) / Math.max(mission.max_score, 1)} size="sm" aria-label={text} color={best.passed ? "green" : "lagoon"} />
    </Stack>
  );
}

export function MissionCardLink({ mission, best }: Props) {
  const { t, i18n } = useTranslation("missions");
  const strand = has(STRANDS, mission.strand) ? STRANDS[mission.strand] : STRANDS.robotics;
  return (
    <Card withBorder padding="lg" h="100%" className={classes["card"] ?? ""}>
      <Stack gap="sm" h="100%">
        <Group justify="space-between">
          <Group gap={6} c="var(--mantine-primary-color-light-color)">
            <strand.Icon size={18} aria-hidden />
            <Text size="sm" fw={600}>
              {t(strand.name)}
            </Text>
          </Group>
          <Group gap={4} c="dimmed">
            <IconClock size={16} aria-hidden />
            <Text size="sm">
              {t("minutes", { minutes: mission.expected_minutes })}
            </Text>
          </Group>
        </Group>
        <Title order={2} size="h3">
          <Link to={`/missions/${mission.name}`} className={classes["link"] ?? ""}>
            {localised(mission.title, i18n.language)}
          </Link>
        </Title>
        <Text style={{ flex: 1 }}>{localised(mission.summary, i18n.language)}</Text>
        <Group gap={6}>
          {mission.tiers.map((tier) => {
            if (!has(TIERS, tier)) return null;
            const { Icon, name } = TIERS[tier];
            return (
              <Badge key={tier} variant="default" size="lg" tt="none" fw={550} leftSection={<Icon size={14} aria-hidden />}>
                {t(name)}
              </Badge>
            );
          })}
        </Group>
        {best !== null && <Reached mission={mission} best={best} />}
      </Stack>
    </Card>
  );
}
