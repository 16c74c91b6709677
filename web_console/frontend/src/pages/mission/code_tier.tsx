// SPDX-License-Identifier: Apache-2.0
/** The code tier: the editor, its problems, how to leave it, and the robot's card beside it. */
import { ActionIcon, Drawer, Group, Text, Tooltip } from "@mantine/core";
import { IconBook2 } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeEditor } from "@/code/code_editor";
import { ProblemList } from "@/code/problem_list";
import { useRobotApi } from "@/code/use_robot_api";
import { lazyPart } from "@/components/lazy_part";
import type { ProgramSigns } from "@/pages/mission/tier_editor";
import classes from "@/pages/mission/tier_editor.module.css";

const ApiCard = lazyPart(() => import("@/code/api_card"));

interface Props {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly signs: ProgramSigns;
}

export function CodeTier({ text, onChange, signs }: Props) {
  const { t } = useTranslation("code");
  const { entries } = useRobotApi();
  const [reveal, setReveal] = useState<{ line: number } | null>(null);
  const [card, setCard] = useState(false);
  return (
    <>
      <div className={classes["editor"]}>
        <CodeEditor value={text} onChange={onChange} highlightLine={signs.line} problems={signs.problems} api={entries} reveal={reveal} />
      </div>
      <ProblemList problems={signs.problems} state={signs.check} onGo={(line) => setReveal({ line })} />
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
        <ApiCard />
      </Drawer>
    </>
  );
}
