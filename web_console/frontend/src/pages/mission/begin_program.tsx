// SPDX-License-Identifier: Apache-2.0
/** For a team that has no program for a mission yet: how it wants to begin. */
import { Card, SimpleGrid, Stack, Text, ThemeIcon, Title, UnstyledButton } from "@mantine/core";
import { IconBrandPython, IconPuzzle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Refusal } from "@/components/refusal";
import type { Tier } from "@/documents/document";
import classes from "@/pages/mission/begin_program.module.css";
import { useCreateProgram } from "@/programs/program_queries";

interface Props {
  readonly mission: string;
  readonly tiers: readonly Tier[];
  readonly onCreated: (programId: string) => void;
}

const WAYS = {
  blocks: { Icon: IconPuzzle, title: "begin_blocks", lead: "begin_blocks_lead" },
  code: { Icon: IconBrandPython, title: "begin_code", lead: "begin_code_lead" },
} as const;

export function BeginProgram({ mission, tiers, onCreated }: Props) {
  const { t } = useTranslation("mission");
  const create = useCreateProgram(mission);
  return (
    <Stack p="xl" gap="md" className={classes["begin"] ?? ""}>
      <div>
        <Title order={2} size="h3">
          {t("begin_title")}
        </Title>
        <Text c="dimmed">{t("begin_lead")}</Text>
      </div>
      <SimpleGrid cols={tiers.length}>
        {tiers.map((tier) => {
          const { Icon, title, lead } = WAYS[tier];
          return (
            <UnstyledButton
              key={tier}
              className={classes["way"] ?? ""}
              disabled={create.isPending}
              onClick={() => create.mutate({ tier, name: t("program_numbered", { number: 1 }) }, { onSuccess: ({ id }) => onCreated(id) })}
            >
              <Card withBorder h="100%" padding="lg">
                <ThemeIcon size={44} radius="xl" variant="light" mb="sm" aria-hidden>
                  <Icon size={26} />
                </ThemeIcon>
                <Text fw={650}>{t(title)}</Text>
                <Text size="sm">{t(lead)}</Text>
              </Card>
            </UnstyledButton>
          );
        })}
      </SimpleGrid>
      <Refusal error={create.error} />
    </Stack>
  );
}
