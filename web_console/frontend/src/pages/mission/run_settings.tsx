// SPDX-License-Identifier: Apache-2.0
/** How to run: seed, pace, robot and target. */
import { ActionIcon, Popover, Select, Stack, Text, Tooltip } from "@mantine/core";
import { IconAdjustments } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { MissionDetail } from "@/api/types";
import { useErrorText } from "@/api/error_text";
import { useFormats } from "@/i18n/formats";
import { Sentence } from "@/i18n/sentences/use_said";
import { useKeptChoice } from "@/pages/mission/kept_choice";
import { useTargets } from "@/pages/mission/mission_query";

/** As fast as it goes. */
export const UNPACED = 0;
const PACES: readonly number[] = [0.5, 1, 2, 4, 8, UNPACED];

export interface RunChoice {
  readonly seed: number;
  readonly pace: number;
  readonly robot: string;
  readonly target: string;
}

/** What was chosen for a mission, as far as it can still be chosen. */
export function useRunChoice(mission: MissionDetail): [RunChoice, (part: Partial<RunChoice>) => void] {
  const otherwise = { seed: mission.public_seeds[0] ?? 1, pace: 1, robot: mission.robot, target: "mujoco" };
  const [kept, keep] = useKeptChoice<Partial<RunChoice>>(`run.${mission.name}`, {}, isObject);
  const choice: RunChoice = {
    seed: mission.public_seeds.find((seed) => seed === kept.seed) ?? otherwise.seed,
    pace: PACES.find((pace) => pace === kept.pace) ?? otherwise.pace,
    robot: mission.robots.find((robot) => robot.name === kept.robot)?.name ?? otherwise.robot,
    target: typeof kept.target === "string" ? kept.target : otherwise.target,
  };
  return [choice, (part) => keep({ ...choice, ...part })];
}

function isObject(value: unknown): value is Partial<RunChoice> {
  return typeof value === "object" && value !== null;
}

interface Props {
  readonly mission: MissionDetail;
  readonly choice: RunChoice;
  readonly onChoose: (part: Partial<RunChoice>) => void;
  /** While an episode runs, only its pace can be changed. */
  readonly running: boolean;
}

export function SeedAndPace({ mission, choice, onChoose, running }: Props) {
  const { t } = useTranslation("mission");
  const formats = useFormats();
  return (
    <>
      <Tooltip label={t("seed_help")} multiline maw={300} events={{ hover: true, focus: false, touch: false }}>
        <Select
          size="xs"
          w={104}
          aria-label={t("seed")}
          aria-description={t("seed_help")}
          disabled={running}
          value={String(choice.seed)}
          onChange={(seed) => seed !== null && onChoose({ seed: Number(seed) })}
          data={mission.public_seeds.map((seed) => ({ value: String(seed), label: `${t("seed")} ${seed}` }))}
          allowDeselect={false}
        />
      </Tooltip>
      <Select
        size="xs"
        w={96}
        aria-label={t("pace")}
        value={String(choice.pace)}
        onChange={(pace) => pace !== null && onChoose({ pace: Number(pace) })}
        data={PACES.map((pace) => ({
          value: String(pace),
          label: pace === UNPACED ? t("pace_fast") : t("pace_times", { pace: pace === 0.5 ? "½" : formats.number(pace) }),
        }))}
        allowDeselect={false}
        comboboxProps={{ width: "max-content", position: "bottom-start" }}
      />
    </>
  );
}

export function RobotAndTarget({ mission, choice, onChoose, running }: Props) {
  const { t } = useTranslation("mission");
  const targets = useTargets(mission.name);
  const textOf = useErrorText();
  const unavailable = targets.data?.filter((target) => !target.available) ?? [];
  return (
    <Popover position="bottom-end" width={340} trapFocus withArrow>
      <Popover.Target>
        <ActionIcon variant="default" size={30} aria-label={t("settings")} title={t("settings")}>
          <IconAdjustments size={17} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("settings")}>
        <Stack gap="sm">
          <Select
            label={t("robot")}
            disabled={running}
            value={choice.robot}
            onChange={(robot) => robot !== null && onChoose({ robot })}
            data={mission.robots.map((robot) => ({ value: robot.name, label: robot.title }))}
            allowDeselect={false}
            comboboxProps={{ withinPortal: false }}
          />
          <Select
            label={t("target")}
            disabled={running}
            value={choice.target}
            onChange={(target) => target !== null && onChoose({ target })}
            data={(targets.data ?? []).map((target) => ({
              value: target.name,
              label: target.available ? target.title : t("target_not", { title: target.title }),
              disabled: !target.available,
            }))}
            error={targets.error === null ? null : `${t("target_failed")} ${textOf(targets.error).hint}`}
            allowDeselect={false}
            comboboxProps={{ withinPortal: false }}
          />
          {unavailable.map((target) => (
            <Text key={`${target.kind}.${target.name}`} size="xs" c="dimmed">
              <Text span inherit fw={650}>
                {target.title}
                {": "}
              </Text>
              <Sentence text={target.why_not} />
            </Text>
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
