// SPDX-License-Identifier: Apache-2.0
/** Asks once more before a program is graded. */
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Refusal } from "@/components/refusal";

interface Props {
  readonly seeds: number;
  readonly error: unknown;
  readonly busy: boolean;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
}

export function SubmitDialog({ seeds, error, busy, onSubmit, onClose }: Props) {
  const { t } = useTranslation("mission");
  return (
    <Modal opened onClose={onClose} title={t("submit_title")} closeButtonProps={{ "aria-label": t("close") }}>
      <Stack>
        <Text>{t("submit_lead", { count: seeds })}</Text>
        <Refusal error={error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button data-autofocus loading={busy} onClick={onSubmit}>
            {t("submit_do")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
