// SPDX-License-Identifier: Apache-2.0
/** Cells that the tables of episodes and of submissions share: when it was, and which program. */
import { Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormats } from "@/i18n/formats";

export function WhenCell({ at }: { at: string }) {
  const formats = useFormats();
  return (
    <Table.Td>
      <Text size="sm" title={formats.dateTime(at)}>
        {formats.ago(at)}
      </Text>
    </Table.Td>
  );
}

export function ProgramCell({ name, version }: { name: string; version: number }) {
  const { t } = useTranslation("mission");
  return (
    <Table.Td>
      <Text size="sm">
        {name}{" "}
        <Text span inherit c="dimmed">
          {t("version_short", { version })}
        </Text>
      </Text>
    </Table.Td>
  );
}
