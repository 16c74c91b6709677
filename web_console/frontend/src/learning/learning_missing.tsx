// SPDX-License-Identifier: Apache-2.0
/** Said on the page of a mission in which something is learned, where the lab lacks what that needs. */
import { Alert, Button, Code, Text } from "@mantine/core";
import { IconSchool } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

const COMMAND = "./valence --with-learning doctor";

export function LearningMissing({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation("learning");
  return (
    <Alert color="yellow" variant="light" mb="sm" icon={<IconSchool aria-hidden />} title={t("missing_title")}>
      <Text size="sm">{t("missing_lead")}</Text>
      <Text size="sm" mt={6}>{t("missing_how")}</Text>
      <Code block mt={4}>{COMMAND}</Code>
      <Button size="compact-sm" variant="default" mt="xs" onClick={onRetry}>{t("missing_again")}</Button>
    </Alert>
  );
}
