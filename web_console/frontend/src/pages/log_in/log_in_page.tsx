// SPDX-License-Identifier: Apache-2.0
/** The way in for teachers and admins. */
import { Anchor, Container, Paper, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useNavigate } from "react-router";
import { PageHeading } from "@/components/page_heading";
import { PasswordForm } from "@/session/log_in_forms";
import { useSession } from "@/session/session";

export default function LogInPage() {
  const { t } = useTranslation("people");
  const navigate = useNavigate();
  if (useSession().data?.person != null) return <Navigate to="/missions" replace />;
  return (
    <Container size={460} py={{ base: "lg", md: 64 }} w="100%">
      <Paper withBorder p="xl" shadow="sm">
        <Stack gap="md">
          <PageHeading size="h2">{t("log_in_title")}</PageHeading>
          <Text>{t("log_in_lead")}</Text>
          <PasswordForm onDone={() => void navigate("/missions")} />
          <Anchor component={Link} to="/" size="sm" underline="always">
            {t("to_key")}
          </Anchor>
        </Stack>
      </Paper>
    </Container>
  );
}
