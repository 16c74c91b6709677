// SPDX-License-Identifier: Apache-2.0
/** The list of missions. */
import { Card, Container, SimpleGrid, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { answered, api } from "@/api/client";

export default function MissionsPage() {
  const { i18n } = useTranslation();
  const missions = useQuery({
    queryKey: ["missions", i18n.language],
    queryFn: async () => answered(await api.GET("/api/missions")),
  });
  return (
    <Container size="lg" py="lg">
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        {missions.data?.missions.map((mission) => (
          <Card key={mission.name} withBorder padding="lg">
            <Title order={2} size="h4">{mission.title[i18n.language] ?? mission.title["en"]}</Title>
            <Text c="dimmed">{mission.name}</Text>
          </Card>
        ))}
      </SimpleGrid>
    </Container>
  );
}
