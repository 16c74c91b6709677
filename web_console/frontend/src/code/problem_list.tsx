// SPDX-License-Identifier: Apache-2.0
/**
 * The problems of a program under its editor: readable without a mouse, and a way to their line. It is one line high
 * until it is opened, so that the editor does not jump while one types.
 */
import { ActionIcon, Group, Text, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle, IconChevronDown, IconChevronUp, IconCircleCheck, IconInfoCircle } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CodeProblem } from "@/code/problem";
import classes from "@/code/problem_list.module.css";
import type { ProgramCheck } from "@/code/use_program_check";

interface Props {
  readonly problems: readonly CodeProblem[];
  readonly state: ProgramCheck["state"];
  /** Goes to a line. */
  readonly onGo: (line: number) => void;
}

function Problem({ problem, short, onGo }: { problem: CodeProblem; short: boolean; onGo: (line: number) => void }) {
  const { t } = useTranslation("code");
  const warning = problem.severity === "warning";
  const Icon = warning ? IconInfoCircle : IconAlertTriangle;
  return (
    <UnstyledButton className={classes["problem"] ?? ""} onClick={() => onGo(Math.max(problem.line, 1))}>
      <Icon size={16} aria-hidden className={classes["icon"] ?? ""} data-warning={warning || undefined} />
      <Text size="sm" truncate={short}>
        <Text span inherit fw={650}>
          {problem.line > 0 ? t("problem_line", { line: problem.line }) : t("problem_program")}
          {", "}
          {warning ? t("problem_warning") : t("problem_error")}
          {": "}
        </Text>
        <span lang={problem.lang}>{problem.message}</span>
        {problem.hint !== "" && (
          <Text span inherit c="dimmed" lang={problem.lang}>
            {" "}
            {problem.hint}
          </Text>
        )}
      </Text>
    </UnstyledButton>
  );
}

/** Says how many problems there are, with the first of them, and lists all. */
export function ProblemList({ problems, state, onGo }: Props) {
  const { t } = useTranslation("code");
  const [open, setOpen] = useState(false);
  const first = problems[0];
  const quiet = state === "failed" ? t("check_failed") : state === "checked" ? t("problems_none") : t("checking");
  return (
    <div className={classes["frame"]}>
      {first === undefined ? (
        <Group gap={6} px="sm" h={34} role="status" wrap="nowrap">
          <IconCircleCheck size={16} aria-hidden />
          <Text size="sm" truncate>
            {quiet}
          </Text>
        </Group>
      ) : (
        <Group gap={4} pr={6} h={34} wrap="nowrap">
          <Problem problem={first} short onGo={onGo} />
          <Text size="sm" c="dimmed" role="status" className={classes["count"] ?? ""}>
            {t("problems", { count: problems.length })}
          </Text>
          <ActionIcon
            variant="subtle"
            aria-label={open ? t("problems_close") : t("problems_open")}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {open ? <IconChevronDown size={16} aria-hidden /> : <IconChevronUp size={16} aria-hidden />}
          </ActionIcon>
        </Group>
      )}
      {open && first !== undefined && (
        <ul aria-label={t("problems_list")} className={classes["list"]}>
          {problems.map((problem) => (
            <li key={`${problem.line}:${problem.column}:${problem.message}`}>
              <Problem problem={problem} short={false} onGo={onGo} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
