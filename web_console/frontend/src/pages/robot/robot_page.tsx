// SPDX-License-Identifier: Apache-2.0
/** The card of what the robot can do, to print. */
import { Container } from "@mantine/core";
import { useTranslation } from "react-i18next";
import ApiCard from "@/code/api_card";
import { PageHeading } from "@/components/page_heading";

export default function RobotPage() {
  const { t } = useTranslation("code");
  return (
    <Container size="lg" py="xl" w="100%">
      <PageHeading mb="md">{t("card_title")}</PageHeading>
      <ApiCard columns={2} />
    </Container>
  );
}
