// SPDX-License-Identifier: Apache-2.0
/** For an address that is no page's. */
import { Button, Container, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { PageHeading } from "@/components/page_heading";

export default function NotFoundPage() {
  const { t } = useTranslation("shell");
  return (
    <Container size="sm" py={64} w="100%">
      <Stack align="flex-start">
        <PageHeading size="h2">{t("not_found_title")}</PageHeading>
        <Text>{t("not_found_lead")}</Text>
        <Button component={Link} to="/missions">
          {t("broken_home")}
        </Button>
      </Stack>
    </Container>
  );
}
