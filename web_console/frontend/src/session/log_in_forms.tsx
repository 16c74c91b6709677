// SPDX-License-Identifier: Apache-2.0
/** The two ways to come back: a learner's key, and a name with a password. */
import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { type SubmitEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Session } from "@/api/types";
import { Refusal } from "@/components/refusal";
import { useLogIn, useRejoin } from "@/session/session";

interface Props {
  readonly onDone: (session: Session) => void;
}

/** Asks for a learner's key. */
export function KeyForm({ onDone }: Props) {
  const { t } = useTranslation("people");
  const [key, setKey] = useState("");
  const rejoin = useRejoin();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    rejoin.mutate(key, { onSuccess: onDone });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label={t("key")}
          description={t("key_help")}
          placeholder={t("key_example")}
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          maxLength={100}
        />
        <Refusal error={rejoin.error} />
        <Button type="submit" loading={rejoin.isPending}>
          {t("come_back")}
        </Button>
      </Stack>
    </form>
  );
}

/** Asks for a log-in name and a password. */
export function PasswordForm({ onDone }: Props) {
  const { t } = useTranslation("people");
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const logIn = useLogIn();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    logIn.mutate({ login_name: name, password }, { onSuccess: onDone });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label={t("login_name")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          maxLength={100}
        />
        <PasswordInput
          label={t("password")}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          required
          withAsterisk={false}
          maxLength={200}
          visibilityToggleButtonProps={{ "aria-label": t("show_password") }}
        />
        <Refusal error={logIn.error} />
        <Button type="submit" loading={logIn.isPending}>
          {t("log_in")}
        </Button>
      </Stack>
    </form>
  );
}
