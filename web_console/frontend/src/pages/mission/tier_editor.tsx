// SPDX-License-Identifier: Apache-2.0
/** The editor of a document's tier, with what is wrong in it and the line that runs. */
import { ActionIcon, Drawer, Group, Text, Tooltip } from "@mantine/core";
import { IconBook2 } from "@tabler/icons-react";
import { lazy, Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MissionDetail } from "@/api/types";
import { CodeEditor } from "@/code/code_editor";
import { ProblemList } from "@/code/problem_list";
import { useProgramCheck } from "@/code/use_program_check";
import { useRobotApi } from "@/code/use_robot_api";
import { LoadingOrError } from "@/components/loading_or_error";
import type { ProgramDocument } from "@/documents/document";
import { type MomentLine, useMomentLine } from "@/pages/mission/moment_line";
import { failureIn, isOf, type RanProgram } from "@/pages/mission/ran_program";
import classes from "@/pages/mission/tier_editor.module.css";

const ApiCard = lazy(() => import("@/code/api_card"));

interface Props {
  readonly mission: MissionDetail;
  readonly programId: string;
  readonly document: ProgramDocument;
  readonly onChange: (document: ProgramDocument) => void;
  readonly moment: MomentLine;
  readonly ran: RanProgram | null;
}

export function TierEditor({ mission, programId, document, onChange, moment, ran }: Props) {
  const { t } = useTranslation("code");
  const { text } = document;
  const { entries } = useRobotApi();
  const check = useProgramCheck(text, mission.name);
  const line = useMomentLine(moment);
  const [reveal, setReveal] = useState<{ line: number } | null>(null);
  const [card, setCard] = useState(false);
  const problems = useMemo(() => [...failureIn(ran, programId, text), ...check.problems], [ran, programId, text, check.problems]);
  return (
    <>
      <div className={classes["editor"]}>
        <CodeEditor
          value={text}
          onChange={(typed) => onChange({ tier: "code", text: typed, blocks: null })}
          highlightLine={isOf(ran, programId, text) ? line : null}
          problems={problems}
          readOnly={document.tier === "blocks"}
          api={entries}
          reveal={reveal}
        />
      </div>
      <ProblemList problems={problems} state={check.state} onGo={(to) => setReveal({ line: to })} />
      <Group className={classes["foot"] ?? ""} justify="space-between" wrap="nowrap" gap="sm">
        <Text size="xs" c="dimmed">
          {t("keys")}
        </Text>
        <Tooltip label={t("card_open")}>
          <ActionIcon variant="subtle" aria-label={t("card_open")} onClick={() => setCard(true)}>
            <IconBook2 size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Group>
      <Drawer opened={card} onClose={() => setCard(false)} position="right" size="lg" title={t("card_title")} closeButtonProps={{ "aria-label": t("card_close") }}>
        <Suspense fallback={<LoadingOrError what="" />}>
          <ApiCard />
        </Suspense>
      </Drawer>
    </>
  );
}
