// SPDX-License-Identifier: Apache-2.0
/** The card of everything that a program can do with the robot, to read beside the editor or on paper. */
import { Button, Code, Group, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { IconPrinter } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { RobotApiEntry } from "@/api/types";
import classes from "@/code/api_card.module.css";
import { DocText } from "@/code/doc_text";
import { robotApi } from "@/code/robot_api";
import { useRobotApi } from "@/code/use_robot_api";
import { LoadingOrError } from "@/components/loading_or_error";

function Entry({ entry }: { entry: RobotApiEntry }) {
  const { t } = useTranslation("code");
  return (
    <article className={classes["entry"]}>
      <Text component="h3" className={classes["name"] ?? ""}>
        {entry.signature}
      </Text>
      <div className={classes["text"]}>
        <DocText markdown={entry.doc_markdown} />
      </div>
      {entry.fields.length > 0 && (
        <Text size="sm" mt={6}>
          {t("card_fields")}
          {": "}
          {entry.fields.map((field, index) => (
            <span key={field}>
              {index > 0 && ", "}
              <Code>{`.${field}`}</Code>
            </span>
          ))}
        </Text>
      )}
    </article>
  );
}

/** Shows the card; `columns` how many stand side by side. */
export default function ApiCard({ columns = 1 }: { columns?: number }) {
  const { t } = useTranslation("code");
  const { entries, error, isPending, retry } = useRobotApi();
  if (isPending || error !== null) return <LoadingOrError error={error} what={t("card_failed")} onRetry={retry} />;
  const api = robotApi(entries);
  const parts: [string, readonly RobotApiEntry[]][] = [
    [t("card_does"), api.robot.filter((entry) => entry.kind === "method")],
    [t("card_knows"), api.robot.filter((entry) => entry.kind === "property")],
    [t("card_units"), api.functions],
  ];
  return (
    <Stack gap="lg" className={classes["card"] ?? ""}>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Text maw="60ch">{t("card_lead")}</Text>
        <Button className={classes["no_print"] ?? ""} variant="default" leftSection={<IconPrinter size={16} />} onClick={() => window.print()}>
          {t("card_print")}
        </Button>
      </Group>
      {parts.map(
        ([title, shown]) =>
          shown.length > 0 && (
            <section key={title}>
              <Title order={2} size="h4" mb="sm">
                {title}
              </Title>
              <SimpleGrid cols={{ base: 1, md: columns }} spacing="md" verticalSpacing="md">
                {shown.map((entry) => (
                  <Entry key={entry.name} entry={entry} />
                ))}
              </SimpleGrid>
            </section>
          ),
      )}
    </Stack>
  );
}
