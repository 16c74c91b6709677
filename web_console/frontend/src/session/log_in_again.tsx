// SPDX-License-Identifier: Apache-2.0
/** The dialog for a session that was lost: one logs in again where one is, and nothing is lost. */
import { Button, Modal, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { Session } from "@/api/types";
import { notice } from "@/components/notice";
import { KeyForm, PasswordForm } from "@/session/log_in_forms";
import { loggedInOrNot } from "@/session/lost_session";
import { useSession } from "@/session/session";

export function LogInAgain() {
  const { t } = useTranslation("shell");
  const navigate = useNavigate();
  const person = useSession().data?.person ?? null;
  if (person === null) return null;
  const done = (session: Session): void => {
    if (session.person?.id === person.id) return;
    notice(t("again_stranger_title"), t("again_stranger", { name: person.nickname }));
    void navigate("/missions");
  };
  return (
    <Modal opened onClose={loggedInOrNot} title={t("again_title")} closeButtonProps={{ "aria-label": t("close") }}>
      <Stack gap="md">
        <Text>{t("again_lead")}</Text>
        {person.role === "learner" ? <KeyForm onDone={done} /> : <PasswordForm onDone={done} />}
        <Button variant="subtle" onClick={loggedInOrNot}>
          {t("again_later")}
        </Button>
      </Stack>
    </Modal>
  );
}
