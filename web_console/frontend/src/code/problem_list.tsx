// SPDX-License-Identifier: Apache-2.0
/** The problems of a program as a list under its editor: readable without a mouse, and a way to their line. */
import { Group, List, Text, ThemeIcon, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from "@tabler/icons-react";
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

function Problem({ problem, onGo }: { problem: CodeProblem; onGo: (line: number) => void }) {
  const { t } = useTranslation("code");
  const warning = problem.severity === "warning";
  return (
    <UnstyledButton className={classes["problem"] ?? ""} onClick={() => onGo(Math.max(problem.line, 1))}>
      <Group gap="xs" align="flex-start" wrap="nowrap">
        <ThemeIcon size="sm" variant="light" color={warning ? "yellow" : "red"} aria-hidden>
          {warning ? <IconInfoCircle size={14} /> : <IconAlertTriangle size={14} />}
        </ThemeIcon>
        <div>
          <Text size="sm">
            <Text span inherit fw={650}>
              {problem.line > 0 ? t("problem_line", { line: problem.line }) : t("problem_program")}
              {", "}
              {warning ? t("problem_warning") : t("problem_error")}
              {": "}
            </Text>
            {problem.message}
          </Text>
          {problem.hint !== "" && (
            <Text size="sm" c="dimmed">
              {problem.hint}
            </Text>
          )}
        </div>
      </Group>
    </UnstyledButton>
  );
}

/** Says how many problems there are, and lists them. */
export function ProblemList({ problems, state, onGo }: Props) {
  const { t } = useTranslation("code");
  const summary =
    state === "failed"
      ? t("check_failed")
      : problems.length > 0
        ? t("problems", { count: problems.length })
        : state === "checked"
          ? t("problems_none")
          : t("checking");
  return (
    <div className={classes["frame"]}>
      <Group gap={6} px="sm" py={4} role="status" wrap="nowrap">
        {problems.length > 0 ? <IconAlertTriangle size={16} aria-hidden /> : <IconCircleCheck size={16} aria-hidden />}
        <Text size="sm">{summary}</Text>
      </Group>
      {problems.length > 0 && (
        <List listStyleType="none" aria-label={t("problems_list")} className={classes["list"] ?? ""} tabIndex={0}>
          {problems.map((problem) => (
            <List.Item key={`${problem.line}:${problem.column}:${problem.message}`} styles={{ itemWrapper: { display: "block" }, itemLabel: { display: "block" } }}>
              <Problem problem={problem} onGo={onGo} />
            </List.Item>
          ))}
        </List>
      )}
    </div>
  );
}
