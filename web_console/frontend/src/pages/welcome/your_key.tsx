// SPDX-License-Identifier: Apache-2.0
/** The key of somebody who has just joined: shown once, to be written down, copied or printed. */
import { Alert, Button, Container, CopyButton, Group, Paper, Stack, Text } from "@mantine/core";
import { IconCheck, IconCopy, IconKey, IconPrinter } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { JoinedSession } from "@/api/types";
import { PageHeading } from "@/components/page_heading";
import classes from "@/pages/welcome/your_key.module.css";

export function YourKey({ joined, onDone }: { joined: JoinedSession; onDone: () => void }) {
  const { t } = useTranslation("people");
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.querySelector("h1")?.focus(), []);
  return (
    <Container size="sm" py={{ base: "lg", md: 56 }} w="100%" ref={place}>
      <Paper withBorder p="xl" shadow="sm">
        <Stack gap="lg">
          <PageHeading size="h2">{t("key_title")}</PageHeading>
          <Text className={classes["no_print"] ?? ""}>{t("key_lead")}</Text>
          <div className={classes["key"]} data-testid="key">
            {joined.key}
          </div>
          <Text ta="center" c="dimmed">
            {t("key_for", { name: joined.person?.nickname ?? "", class_name: joined.team?.class_name ?? "" })}
          </Text>
          <Group justify="center" className={classes["no_print"] ?? ""}>
            <CopyButton value={joined.key}>
              {({ copied, copy }) => (
                <Button
                  variant="default"
                  leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
                  onClick={copy}
                >
                  {copied ? t("key_copied") : t("key_copy")}
                </Button>
              )}
            </CopyButton>
            <Button variant="default" leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>
              {t("key_print")}
            </Button>
          </Group>
          <Alert variant="light" color="yellow" icon={<IconKey aria-hidden />}>
            {t("key_warning")}
          </Alert>
          <Button size="md" onClick={onDone} className={classes["no_print"] ?? ""}>
            {t("key_done")}
          </Button>
        </Stack>
      </Paper>
    </Container>
  );
}
