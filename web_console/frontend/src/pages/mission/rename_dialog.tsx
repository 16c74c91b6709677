// SPDX-License-Identifier: Apache-2.0
/** Asks for another name of a program. */
import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { type SubmitEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refusal } from "@/components/refusal";
import { useRenameProgram } from "@/programs/program_queries";

interface Props {
  readonly mission: string;
  readonly programId: string;
  readonly name: string;
  readonly onClose: () => void;
}

export function RenameDialog({ mission, programId, name, onClose }: Props) {
  const { t } = useTranslation("mission");
  const [value, setValue] = useState(name);
  const rename = useRenameProgram(mission);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    rename.mutate({ id: programId, name: value }, { onSuccess: onClose });
  };
  return (
    <Modal opened onClose={onClose} title={t("rename_title")} closeButtonProps={{ "aria-label": t("close") }}>
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            data-autofocus
            label={t("rename_label")}
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
            required
            withAsterisk={false}
            maxLength={80}
          />
          <Refusal error={rename.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button type="submit" loading={rename.isPending}>
              {t("rename_save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
