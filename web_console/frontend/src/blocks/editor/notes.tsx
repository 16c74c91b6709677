// SPDX-License-Identifier: Apache-2.0
/** Notes on the program below the blocks: what is wrong, and where; what is left out, and why. */
import { Anchor, Button, Group, Text } from "@mantine/core";
import { IconAlertTriangle, IconInfoCircle } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { BlockProblem } from "@/blocks/editor/block_editor";
import type { GeneratedProgram } from "@/blocks/python/program";

/** One note. */
export interface Note {
  readonly key: string;
  readonly kind: "error" | "info";
  readonly text: string;
  /** The language of the text, where it is not that of the page. */
  readonly lang?: "en";
  readonly blockId: string | null;
  /** Is not written onto the block: that it is grey says it already. */
  readonly quiet: boolean;
  readonly offersStart: boolean;
}

/** All notes on a program, mistakes first. */
export function notesFor(program: GeneratedProgram, problems: readonly BlockProblem[], t: TFunction<"blocks">): Note[] {
  const found = problems.map((one, index): Note => {
    const text = one.hint === undefined || one.hint === "" ? one.message : `${one.message} ${one.hint}`;
    const kind = one.severity === "warning" ? "info" : "error";
    return { key: `problem-${index}`, kind, text, blockId: program.lines.get(one.line) ?? null, quiet: false, offersStart: false, ...(one.lang === undefined ? {} : { lang: one.lang }) };
  });
  const loose = program.troubles.filter((one) => one.trouble === "loose");
  const [first] = loose;
  const others = program.troubles.filter((one) => one.trouble !== "loose");
  return [
    ...found,
    ...others.map((one, index): Note => ({
      key: `${one.trouble}-${index}`,
      kind: "info",
      text: t(`trouble.${one.trouble}`),
      blockId: one.blockId,
      quiet: one.trouble === "second_start" || one.trouble === "second_learn",
      offersStart: one.trouble === "no_start",
    })),
    ...(first === undefined
      ? []
      : [{ key: "loose", kind: "info" as const, text: loose.length === 1 ? t("trouble.loose") : t("trouble.looseMany", { count: loose.length }), blockId: first.blockId, quiet: true, offersStart: false }]),
  ];
}

interface NotesProps {
  readonly notes: readonly Note[];
  readonly onShow: (blockId: string) => void;
  readonly onAddStart: (() => void) | null;
}

export function Notes({ notes, onShow, onAddStart }: NotesProps) {
  const { t } = useTranslation("blocks");
  return (
    <div className="blocksNotes" role="status" aria-label={t("notes")}>
      {notes.map((note) => (
        <Group key={note.key} gap="xs" wrap="nowrap" align="flex-start" className="blocksNote" data-kind={note.kind}>
          {note.kind === "error" ? <IconAlertTriangle size={18} aria-hidden /> : <IconInfoCircle size={18} aria-hidden />}
          <Text size="sm" flex={1} lang={note.lang}>
            {note.text}
          </Text>
          {note.blockId !== null && (
            <Anchor component="button" type="button" size="sm" onClick={() => onShow(note.blockId ?? "")}>
              {t("showBlock")}
            </Anchor>
          )}
          {note.offersStart && onAddStart !== null && (
            <Button size="compact-sm" variant="light" onClick={onAddStart}>
              {t("addStart")}
            </Button>
          )}
        </Group>
      ))}
    </div>
  );
}
