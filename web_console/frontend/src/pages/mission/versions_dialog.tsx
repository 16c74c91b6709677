// SPDX-License-Identifier: Apache-2.0
/** The versions of a program: who wrote them, when, from which; to look at, and to go back to with one click. */
import { Badge, Button, Group, Modal, ScrollArea, Stack, Text, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ProgramCard, Version, VersionCard } from "@/api/types";
import { LoadingOrError } from "@/components/loading_or_error";
import { notice } from "@/components/notice";
import { Refusal } from "@/components/refusal";
import type { ProgramDocument } from "@/documents/document";
import { TwoTexts } from "@/documents/two_texts";
import { useFormats } from "@/i18n/formats";
import classes from "@/pages/mission/versions_dialog.module.css";
import { useRestore, useVersion, useVersions } from "@/programs/program_queries";

interface Props {
  readonly program: ProgramCard;
  /** What the program is now, with what was just typed. */
  readonly document: ProgramDocument;
  readonly onRestored: (version: Version) => void;
  readonly onClose: () => void;
}

const KINDS = {
  autosave: "version_autosave",
  kept: "version_kept",
  restored: "version_restored",
  conflict: "version_conflict",
} as const;

function kindKey(kind: string): (typeof KINDS)[keyof typeof KINDS] {
  return Object.hasOwn(KINDS, kind) ? KINDS[kind as keyof typeof KINDS] : "version_autosave";
}

function VersionLine({ version, chosen, onChoose }: { version: VersionCard; chosen: boolean; onChoose: () => void }) {
  const { t } = useTranslation("mission");
  const formats = useFormats();
  return (
    <UnstyledButton className={classes["version"] ?? ""} aria-pressed={chosen} onClick={onChoose}>
      <Group gap={6} justify="space-between" wrap="nowrap">
        <Text size="sm" fw={650}>
          {version.label !== "" ? version.label : t("version_number", { number: version.number })}
        </Text>
        {version.is_head && <Badge size="sm">{t("version_now")}</Badge>}
      </Group>
      <Text size="sm">
        {t("version_by", { who: version.author?.nickname ?? t("version_somebody"), when: formats.ago(version.saved_at) })}
      </Text>
      <Text size="xs" c="dimmed">
        {t(kindKey(version.kind))}
        {version.parent_number !== null && ` · ${t("version_from", { number: version.parent_number })}`}
      </Text>
    </UnstyledButton>
  );
}

export function VersionsDialog({ program, document, onRestored, onClose }: Props) {
  const { t } = useTranslation("mission");
  const versions = useVersions(program.id);
  const [number, setNumber] = useState<number | null>(null);
  const version = useVersion(program.id, number);
  const restore = useRestore(program.id);
  const list = versions.data?.pages.flatMap((page) => page.versions);
  const goBack = (to: number): void =>
    restore.mutate(to, {
      onSuccess: (restored) => {
        onRestored(restored);
        notice(t("restored_title", { number: to }), t("restored_text"));
        onClose();
      },
    });
  return (
    <Modal
      opened
      onClose={onClose}
      size="72rem"
      title={t("versions_title", { name: program.name })}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <Stack>
        <Text>{t("versions_lead")}</Text>
        {list === undefined ? (
          <LoadingOrError error={versions.error} what={t("versions_failed")} onRetry={() => void versions.refetch()} />
        ) : (
          <div className={classes["columns"]}>
            <ScrollArea.Autosize mah="55vh" type="auto" viewportProps={{ tabIndex: 0, "aria-label": t("versions_list"), role: "group" }}>
              <Stack gap={4} pr="sm">
                {list.map((one) => (
                  <VersionLine key={one.number} version={one} chosen={one.number === number} onChoose={() => setNumber(one.number)} />
                ))}
                {versions.hasNextPage && (
                  <Button variant="subtle" size="xs" loading={versions.isFetchingNextPage} onClick={() => void versions.fetchNextPage()}>
                    {t("versions_older")}
                  </Button>
                )}
              </Stack>
            </ScrollArea.Autosize>
            <Stack miw={0}>
              {number === null ? (
                <Text c="dimmed" py="xl" ta="center">
                  {t("versions_none")}
                </Text>
              ) : version.data === undefined ? (
                <LoadingOrError error={version.error} what={t("versions_failed")} onRetry={() => void version.refetch()} />
              ) : (
                <>
                  <TwoTexts
                    left={{ title: t("version_preview", { number }), text: version.data.text }}
                    right={{ title: t("version_compared"), text: document.text }}
                  />
                  <Refusal error={restore.error} />
                  <Group justify="flex-end">
                    <Button disabled={version.data.is_head} loading={restore.isPending} onClick={() => goBack(number)}>
                      {t("version_restore")}
                    </Button>
                  </Group>
                </>
              )}
            </Stack>
          </div>
        )}
      </Stack>
    </Modal>
  );
}
