// SPDX-License-Identifier: Apache-2.0
/** Stands where the blocks would be when they can't be read: says why, and shows what there is. Nothing is overwritten. */
import { Alert, Button, CopyButton, Group, Stack, Text, Textarea } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Unreadable } from "@/blocks/document";

interface UnreadableProps {
  readonly reason: Unreadable;
  /** The blocks as they came. */
  readonly text: string;
  /** Null where nothing can be changed. */
  readonly onStartAnew: (() => void) | null;
}

export function UnreadableBlocks({ reason, text, onStartAnew }: UnreadableProps) {
  const { t } = useTranslation("blocks");
  return (
    <Stack className="blocksUnreadable" p="md" gap="md">
      <Alert color="orange" variant="outline" styles={{ title: { color: "var(--mantine-color-text)" } }} icon={<IconAlertTriangle aria-hidden />} title={t("unreadable.title")} role="alert">
        <Text size="sm">{t(`unreadable.${reason.kind}`, { detail: reason.detail })}</Text>
        <Text size="sm" mt="xs">
          {t("unreadable.kept")}
        </Text>
      </Alert>
      <Textarea label={t("unreadable.raw")} value={text} readOnly rows={10} styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }} />
      <Group>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? t("unreadable.copied") : t("unreadable.copy")}
            </Button>
          )}
        </CopyButton>
        {onStartAnew !== null && (
          <Button variant="light" onClick={onStartAnew}>
            {t("unreadable.startAnew")}
          </Button>
        )}
        {onStartAnew !== null && (
          <Text size="sm">
            {t("unreadable.startAnewHint")}
          </Text>
        )}
      </Group>
    </Stack>
  );
}
