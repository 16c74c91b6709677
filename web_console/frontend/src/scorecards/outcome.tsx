// SPDX-License-Identifier: Apache-2.0
/** How an episode or a submission stands, in a word or in points. */
import { Group, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconLoader2 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useFormats } from "@/i18n/formats";

const STATES = {
  waiting: "state_waiting",
  running: "state_running",
  ended: "state_ended",
  stopped: "state_stopped",
  failed: "state_failed",
  queued: "state_queued",
  graded: "state_graded",
} as const;

interface Props {
  readonly state: keyof typeof STATES;
  readonly score: number | null;
  readonly max_score: number | null;
  readonly passed: boolean | null;
}

export function Outcome({ state, score, max_score, passed }: Props) {
  const { t } = useTranslation("mission");
  const formats = useFormats();
  const over = state === "ended" || state === "graded";
  if (over && score !== null && max_score !== null) {
    return (
      <Group gap={6} wrap="nowrap">
        <Text size="sm" fw={650}>
          {t("score_of", { score: formats.number(score), max: formats.number(max_score) })}
        </Text>
        {passed === true && (
          <Group gap={3} wrap="nowrap" c="var(--passed)">
            <IconCircleCheck size={15} aria-hidden />
            <Text size="sm">
              {t("verdict_passed")}
            </Text>
          </Group>
        )}
      </Group>
    );
  }
  return (
    <Group gap={4} wrap="nowrap" c="dimmed">
      {state === "failed" && <IconAlertTriangle size={15} aria-hidden />}
      {(state === "running" || state === "waiting" || state === "queued") && <IconLoader2 size={15} aria-hidden />}
      <Text size="sm">
        {t(STATES[state])}
      </Text>
    </Group>
  );
}
