// SPDX-License-Identifier: Apache-2.0
/** Says how the saving stands. */
import { Button, Group, Text, Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconCloudCheck, IconCloudUp } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "@/api/error_text";
import type { SaveState } from "@/documents/document_saver";

interface Props {
  readonly state: SaveState;
  readonly copyKept: boolean;
  readonly onRetry: () => void;
}

export function SaveBadge({ state, copyKept, onRetry }: Props) {
  const { t } = useTranslation("documents");
  const textOf = useErrorText();
  if (state.kind === "saved" || state.kind === "saving") {
    const saved = state.kind === "saved";
    return (
      <Group gap={4} wrap="nowrap" c="dimmed" role="status" data-save-state={state.kind}>
        {saved ? <IconCloudCheck size={16} aria-hidden /> : <IconCloudUp size={16} aria-hidden />}
        <Text size="sm" inherit>
          {saved ? t("saved") : t("saving")}
        </Text>
      </Group>
    );
  }
  const failed = state.kind === "away" || state.kind === "refused";
  const told = failed ? textOf(state.error) : null;
  const why = told?.message ?? (state.kind === "logged_out" ? t("logged_out") : null);
  const label = [told?.hint, copyKept ? t("copy_here") : t("no_copy")].filter(Boolean).join(" ");
  return (
    <Group gap="xs" wrap="nowrap" role="alert" data-save-state={state.kind}>
      <Tooltip label={label} multiline maw={320} events={{ hover: true, focus: true, touch: true }}>
        <Group gap={4} wrap="nowrap" tabIndex={0} c="var(--mantine-color-error)">
          <IconAlertTriangle size={16} aria-hidden />
          <Text size="sm" fw={600} lineClamp={1}>
            {why === null ? t("not_saved") : t("not_saved_why", { why })}
          </Text>
        </Group>
      </Tooltip>
      {failed && (
        <Button size="compact-xs" variant="default" onClick={onRetry}>
          {t("retry")}
        </Button>
      )}
    </Group>
  );
}
