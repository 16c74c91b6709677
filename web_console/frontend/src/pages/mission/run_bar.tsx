// SPDX-License-Identifier: Apache-2.0
/** Runs the program that is open, with what was chosen for it, and stops it at once; or submits it. */
import { Button, Group, Tooltip } from "@mantine/core";
import { IconPlayerPlay, IconPlayerStop, IconSend } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { MissionDetail } from "@/api/types";
import classes from "@/pages/mission/run_bar.module.css";
import { RobotAndTarget, type RunChoice, SeedAndPace } from "@/pages/mission/run_settings";

export type RunState = "idle" | "starting" | "running" | "paused";

interface Props {
  readonly mission: MissionDetail;
  readonly choice: RunChoice;
  readonly onChoose: (part: Partial<RunChoice>) => void;
  readonly state: RunState;
  /** Whether there is a program that can be run. */
  readonly ready: boolean;
  readonly onRun: () => void;
  readonly onStop: () => void;
  readonly onSubmit: () => void;
  readonly submitting: boolean;
}

export function RunBar({ mission, choice, onChoose, state, ready, onRun, onStop, onSubmit, submitting }: Props) {
  const { t } = useTranslation("mission");
  const running = state === "running" || state === "paused";
  const why = ready ? null : t("run_needs_program");
  return (
    <div className={classes["bar"]} role="group" aria-label={t("run_bar")}>
      <Group gap={6} wrap="nowrap">
        {running ? (
          <Button size="xs" color="red.9" leftSection={<IconPlayerStop size={16} aria-hidden />} onClick={onStop}>
            {t("stop")}
          </Button>
        ) : (
          <Tooltip label={why} disabled={why === null}>
            <Button
              size="xs"
              leftSection={<IconPlayerPlay size={16} aria-hidden />}
              loading={state === "starting"}
              disabled={!ready}
              onClick={onRun}
            >
              {t("run")}
            </Button>
          </Tooltip>
        )}
        <SeedAndPace mission={mission} choice={choice} onChoose={onChoose} running={running} />
        <RobotAndTarget mission={mission} choice={choice} onChoose={onChoose} running={running} />
      </Group>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconSend size={15} aria-hidden />}
        disabled={!ready}
        loading={submitting}
        onClick={onSubmit}
      >
        {t("submit")}
      </Button>
    </div>
  );
}
