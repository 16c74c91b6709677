// SPDX-License-Identifier: Apache-2.0
/** Two versions of a program of which one is to be the newest: chosen, or put together by hand. */
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeEditor } from "@/code/code_editor";
import { useRobotApi } from "@/code/use_robot_api";
import type { ProgramDocument } from "@/documents/document";
import { TwoTexts } from "@/documents/two_texts";
import classes from "@/documents/choose_version.module.css";

interface Side {
  readonly title: string;
  readonly document: ProgramDocument;
  /** What the button that chooses it says. */
  readonly choose: string;
}

interface Props {
  readonly title: string;
  readonly lead: string;
  readonly note?: string;
  readonly left: Side;
  readonly right: Side;
  readonly onChoose: (document: ProgramDocument, side: "left" | "right" | "merged") => void;
}

/** Can't be closed without a choice: until then it is not known what the program is. */
export function ChooseVersion({ title, lead, note, left, right, onChoose }: Props) {
  const { t } = useTranslation("documents");
  const [merged, setMerged] = useState<string | null>(null);
  const code = left.document.tier === "code" && right.document.tier === "code";
  return (
    <Modal opened onClose={() => undefined} withCloseButton={false} closeOnEscape={false} closeOnClickOutside={false} size="72rem" title={title}>
      <Stack gap="md">
        <Text>{merged === null ? lead : t("merge_lead")}</Text>
        {!code && merged === null && <Text c="dimmed">{t("blocks_note")}</Text>}
        {merged === null ? (
          <TwoTexts
            left={{ title: left.title, text: left.document.text }}
            right={{ title: right.title, text: right.document.text }}
          />
        ) : (
          <Merge other={left} merged={merged} onMerged={setMerged} />
        )}
        {note !== undefined && merged === null && (
          <Text size="sm" c="dimmed">
            {note}
          </Text>
        )}
        {merged === null ? (
          <Group justify="space-between">
            <Group>
              <Button variant="default" onClick={() => onChoose(left.document, "left")}>
                {left.choose}
              </Button>
              {code && (
                <Button variant="default" onClick={() => setMerged(right.document.text)}>
                  {t("merge")}
                </Button>
              )}
            </Group>
            <Button data-autofocus onClick={() => onChoose(right.document, "right")}>
              {right.choose}
            </Button>
          </Group>
        ) : (
          <Group justify="space-between">
            <Button variant="default" onClick={() => setMerged(null)}>
              {t("merge_back")}
            </Button>
            <Button onClick={() => onChoose({ tier: "code", text: merged, blocks: null }, "merged")}>{t("merge_use")}</Button>
          </Group>
        )}
      </Stack>
    </Modal>
  );
}

function Merge({ other, merged, onMerged }: { other: Side; merged: string; onMerged: (text: string) => void }) {
  const { t } = useTranslation("documents");
  const { entries } = useRobotApi();
  return (
    <div className={classes["merge"]}>
      <CodeEditor value={other.document.text} highlightLine={null} problems={[]} readOnly api={entries} label={other.title} />
      <CodeEditor value={merged} onChange={onMerged} highlightLine={null} problems={[]} api={entries} label={t("merge_editor")} />
    </div>
  );
}
