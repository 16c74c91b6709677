// SPDX-License-Identifier: Apache-2.0
/** The code tier's editor; CodeMirror comes when it is first needed. */
import { Center, Loader, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { RobotApiEntry } from "@/api/types";
import type { CodeProblem } from "@/code/problem";
import { lazyPart } from "@/components/lazy_part";

export interface CodeEditorProps {
  /** The text; a change from outside replaces what is shown. */
  readonly value: string;
  /** Is told what was typed; without it nothing is. */
  readonly onChange?: (text: string) => void;
  /** The line that the program is at, 1 first. */
  readonly highlightLine: number | null;
  readonly problems: readonly CodeProblem[];
  readonly readOnly?: boolean;
  /** What a program is given, for completion and documentation. Keep the same array while it is the same. */
  readonly api: readonly RobotApiEntry[];
  /** What it is called, for who can't see it; "Program in Python" if not given. */
  readonly label?: string;
  /** A line to show and go to; a new object goes there again. */
  readonly reveal?: { readonly line: number } | null;
}

/** Edits a Python program. */
export const CodeEditor = lazyPart<CodeEditorProps>(() => import("@/code/code_mirror"), <Waiting />);

function Waiting() {
  const { t } = useTranslation("code");
  return (
    <Center h="100%">
      <Loader size="sm" mr="sm" />
      <Text c="dimmed">{t("loading")}</Text>
    </Center>
  );
}
