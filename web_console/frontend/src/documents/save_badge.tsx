// SPDX-License-Identifier: Apache-2.0
/** Says how the saving stands: in a word, and when it does not work, why and what to do. */
import { Button, Group, Text } from "@mantine/core";
import { IconAlertTriangle, IconCloudCheck, IconCloudUp } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "@/api/error_text";
import classes from "@/documents/save_badge.module.css";
import type { SaveState } from "@/documents/document_saver";
import { askToLogIn } from "@/session/lost_session";

/** The word. */
export function SaveBadge({ state }: { state: SaveState }) {
  const { t } = useTranslation("documents");
  const works = state.kind === "saved" || state.kind === "saving";
  const Icon = state.kind === "saved" ? IconCloudCheck : state.kind === "saving" ? IconCloudUp : IconAlertTriangle;
  return (
    <Group
      gap={4}
      wrap="nowrap"
      c={works ? "dimmed" : "var(--mantine-color-error)"}
      role="status"
      data-save-state={state.kind}
      className={classes["badge"] ?? ""}
    >
      <Icon size={16} aria-hidden />
      <Text size="sm">
        {state.kind === "saved" ? t("saved") : state.kind === "saving" ? t("saving") : t("not_saved")}
      </Text>
    </Group>
  );
}

interface Props {
  readonly state: SaveState;
  readonly copyKept: boolean;
  readonly onRetry: () => void;
}

/** Why it is not saved, and what to do; nothing while all is well. A conflict has a dialog of its own. */
export function SaveTrouble({ state, copyKept, onRetry }: Props) {
  const { t } = useTranslation("documents");
  const textOf = useErrorText();
  if (state.kind !== "away" && state.kind !== "refused" && state.kind !== "logged_out") return null;
  const loggedOut = state.kind === "logged_out";
  const { message, hint } = loggedOut ? { message: t("logged_out"), hint: "" } : textOf(state.error);
  return (
    <div className={classes["trouble"]} role="alert">
      <Text size="sm">
        <Text span inherit fw={650}>
          {t("not_saved_why", { why: message })}
        </Text>{" "}
        {hint} {copyKept ? t("copy_here") : t("no_copy")}
      </Text>
      <Button size="compact-sm" variant="default" onClick={loggedOut ? askToLogIn : onRetry}>
        {loggedOut ? t("log_in") : t("retry")}
      </Button>
    </div>
  );
}
