// SPDX-License-Identifier: Apache-2.0
/** The list of missions, with what one's team has reached. */
import { Alert, Button, Container, Group, SimpleGrid, Stack, Text } from "@mantine/core";
import { IconMap2, IconUsersGroup } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { answered, api } from "@/api/client";
import { LoadingOrError } from "@/components/loading_or_error";
import { PageHeading } from "@/components/page_heading";
import { useBestScores } from "@/pages/missions/best_scores";
import { MissionCardLink } from "@/pages/missions/mission_card_link";
import { useSession } from "@/session/session";

export default function MissionsPage() {
  const { t } = useTranslation("missions");
  const session = useSession().data;
  const person = session?.person ?? null;
  const missions = useQuery({
    queryKey: ["missions"],
    queryFn: async () => answered(await api.GET("/api/missions")).missions,
  });
  const best = useBestScores(person !== null);
  return (
    <Container size="lg" py={{ base: "lg", md: 36 }} w="100%">
      <Stack gap="lg">
        <div>
          {person !== null && (
            <Text c="dimmed" fw={550}>
              {t("greeting", { name: person.nickname })}
            </Text>
          )}
          <PageHeading>{t("title")}</PageHeading>
          <Text mt={4}>{t("lead")}</Text>
        </div>
        {session !== undefined && person === null && (
          <Alert variant="light" icon={<IconUsersGroup aria-hidden />}>
            <Group justify="space-between">
              <Text size="sm">{t("visitor")}</Text>
              <Button component={Link} to="/" size="xs">
                {t("join")}
              </Button>
            </Group>
          </Alert>
        )}
        {missions.data === undefined ? (
          <LoadingOrError error={missions.error} what={t("failed")} onRetry={() => void missions.refetch()} />
        ) : missions.data.length === 0 ? (
          <Stack align="center" py={64} gap="xs" ta="center">
            <IconMap2 size={48} stroke={1.2} aria-hidden />
            <Text fw={650}>{t("empty_title")}</Text>
            <Text c="dimmed">{t("empty_lead")}</Text>
          </Stack>
        ) : (
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="lg" component="ul" p={0} m={0} style={{ listStyle: "none" }}>
            {missions.data.map((mission) => (
              <li key={mission.name}>
                <MissionCardLink mission={mission} best={person === null ? null : (best.get(mission.name) ?? "none")} />
              </li>
            ))}
          </SimpleGrid>
        )}
      </Stack>
    </Container>
  );
}
