// SPDX-License-Identifier: Apache-2.0
/** What stands where something will be: it loads, or it could not be loaded, and what to do then. */
import { Alert, Button, Center, Loader, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "@/api/error_text";
import { PageHeading } from "@/components/page_heading";

interface Props {
  /** What went wrong; null or nothing while it loads. */
  readonly error?: unknown;
  /** Headline for the error. */
  readonly what: string;
  readonly onRetry?: () => void;
  /** Where this is all that a page shows, the headline is the page's heading. */
  readonly whole?: boolean;
}

export function LoadingOrError({ error, what, onRetry, whole = false }: Props) {
  const { t } = useTranslation("refusals");
  const textOf = useErrorText();
  if (error === null || error === undefined) {
    return (
      <Center py="xl" role="status">
        <Loader size="sm" mr="sm" aria-hidden />
        <Text c="dimmed">{t("loading")}</Text>
      </Center>
    );
  }
  const { message, hint } = textOf(error);
  return (
    <Alert role="alert" variant="light" color="red" icon={<IconAlertTriangle aria-hidden />} title={whole ? <PageHeading size="h4">{what}</PageHeading> : what} maw="44rem" mx="auto" my="lg">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{message}</Text>
        {hint !== "" && <Text size="sm">{hint}</Text>}
        {onRetry !== undefined && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {t("retry")}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
