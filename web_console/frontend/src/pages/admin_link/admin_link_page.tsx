// SPDX-License-Identifier: Apache-2.0
/** What the one-time link of the first start opens: the first admin chooses how to log in. */
import { Button, Container, Paper, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { answered, api } from "@/api/client";
import { PageHeading } from "@/components/page_heading";
import { Refusal } from "@/components/refusal";
import { enter } from "@/session/session";

export default function AdminLinkPage() {
  const { t } = useTranslation("people");
  const { token = "" } = useParams();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [asked, setAsked] = useState({ nickname: "", login_name: "", password: "" });
  const setUp = useMutation({
    mutationFn: async () => answered(await api.POST("/api/admin-link", { body: { token, ...asked } })),
    onSuccess: (session) => {
      enter(queries, session);
      void navigate("/missions", { replace: true });
    },
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setUp.mutate();
  };
  const typed = (field: keyof typeof asked) => ({
    value: asked[field],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => setAsked({ ...asked, [field]: event.currentTarget.value }),
    required: true,
    withAsterisk: false,
  });
  return (
    <Container size={520} py={{ base: "lg", md: 56 }} w="100%">
      <Paper withBorder p="xl" shadow="sm">
        <form onSubmit={submit}>
          <Stack gap="md">
            <PageHeading size="h2">{t("admin_title")}</PageHeading>
            <Text>{t("admin_lead")}</Text>
            <TextInput label={t("admin_nickname")} autoComplete="nickname" maxLength={40} {...typed("nickname")} />
            <TextInput
              label={t("login_name")}
              description={t("admin_name_help")}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={40}
              {...typed("login_name")}
            />
            <PasswordInput
              label={t("password")}
              description={t("admin_password_help")}
              autoComplete="new-password"
              minLength={10}
              maxLength={200}
              visibilityToggleButtonProps={{ "aria-label": t("show_password") }}
              {...typed("password")}
            />
            <Refusal error={setUp.error} />
            <Button type="submit" size="md" loading={setUp.isPending}>
              {t("admin_done")}
            </Button>
          </Stack>
        </form>
      </Paper>
    </Container>
  );
}
