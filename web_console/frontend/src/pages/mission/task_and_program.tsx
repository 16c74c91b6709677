// SPDX-License-Identifier: Apache-2.0
/** The left side of a mission: its task, which can be put away, and the program below it. */
import { ActionIcon, Badge, Group, Splitter, Tooltip } from "@mantine/core";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { MissionDetail, Session } from "@/api/types";
import { lazyPart } from "@/components/lazy_part";
import { PageHeading } from "@/components/page_heading";
import { localised } from "@/i18n/localised";
import { LearningMissing } from "@/learning/learning_missing";
import { useKeptChoice } from "@/pages/mission/kept_choice";
import type { MomentLine } from "@/pages/mission/moment_line";
import type { DeskHandle } from "@/pages/mission/program_desk";
import type { RanProgram } from "@/pages/mission/ran_program";
import classes from "@/pages/mission/task_and_program.module.css";
import { Workspace } from "@/pages/mission/workspace";

const Brief = lazyPart(() => import("@/pages/mission/brief"));

interface Props {
  readonly mission: MissionDetail;
  readonly session: Session;
  readonly moment: MomentLine;
  readonly ran: RanProgram | null;
  readonly onDesk: (desk: DeskHandle | null) => void;
}

const isFlag = (value: unknown): value is boolean => typeof value === "boolean";
const isShare = (value: unknown): value is number => typeof value === "number" && value >= 10 && value <= 80;

export function TaskAndProgram({ mission, session, moment, ran, onDesk }: Props) {
  const { t, i18n } = useTranslation("mission");
  const queries = useQueryClient();
  const [open, setOpen] = useKeptChoice(`brief.${mission.name}`, true, isFlag);
  const [share, setShare] = useKeptChoice("desk.brief", 38, isShare);
  const label = open ? t("brief_hide") : t("brief_show");
  return (
    <div className={classes["side"]}>
      <Group className={classes["head"] ?? ""} justify="space-between" wrap="nowrap" gap="sm">
        <PageHeading size="h4" lineClamp={1}>
          {localised(mission.title, i18n.language)}
        </PageHeading>
        <Group gap="xs" wrap="nowrap">
          <Badge variant="light" tt="none" fw={550}>
            {t("score_pass_mark", { points: `${mission.pass_mark} / ${mission.max_score}` })}
          </Badge>
          <Tooltip label={label}>
            <ActionIcon variant="default" aria-label={label} aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? <IconChevronUp size={18} aria-hidden /> : <IconChevronDown size={18} aria-hidden />}
            </ActionIcon>
          </Tooltip>
        </Group>
      </Group>
      <Splitter
        orientation="vertical"
        className={classes["rest"] ?? ""}
        sizes={[open ? share : 0, open ? 100 - share : 100]}
        onSizeChange={([size]) => setShare(Number(size))}
        step={3}
        data-closed={open ? undefined : true}
        attributes={{ handle: { "aria-label": t("panes_brief") } }}
      >
        <Splitter.Pane defaultSize={38} min={open ? 10 : 0} className={classes["brief"] ?? ""} tabIndex={open ? 0 : -1} role="region" aria-label={t("brief")}>
          {mission.learning?.installed === false ? <LearningMissing onRetry={() => void queries.invalidateQueries({ queryKey: ["mission", mission.name] })} /> : null}
          <Brief mission={mission} />
        </Splitter.Pane>
        <Splitter.Pane defaultSize={62} min={20} className={classes["program"] ?? ""}>
          <Workspace mission={mission} session={session} moment={moment} ran={ran} onDesk={onDesk} />
        </Splitter.Pane>
      </Splitter>
    </div>
  );
}
