// SPDX-License-Identifier: Apache-2.0
/** What this is, and the ways in. */
import { Alert, Anchor, Box, Container, Grid, List, Paper, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { IconEye, IconFlask, IconPuzzle, IconTrophy } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useNavigate } from "react-router";
import type { JoinedSession } from "@/api/types";
import { PageHeading } from "@/components/page_heading";
import { HallPicture } from "@/pages/welcome/hall_picture";
import { JoinClass } from "@/pages/welcome/join_class";
import { YourKey } from "@/pages/welcome/your_key";
import { KeyForm } from "@/session/log_in_forms";
import { useSession } from "@/session/session";

function Lead({ demo }: { demo: boolean }) {
  const { t } = useTranslation("people");
  const icon = (child: React.ReactNode) => (
    <ThemeIcon variant="light" size="lg" radius="xl" aria-hidden>
      {child}
    </ThemeIcon>
  );
  return (
    <Stack gap="lg">
      <PageHeading>{t("welcome_title")}</PageHeading>
      <Text size="lg" maw="52ch">
        {t("welcome_lead")}
      </Text>
      <Box visibleFrom="sm">
        <HallPicture />
      </Box>
      <List spacing="sm" center visibleFrom="sm">
        <List.Item icon={icon(<IconPuzzle size={20} />)}>{t("point_blocks")}</List.Item>
        <List.Item icon={icon(<IconEye size={20} />)}>{t("point_watch")}</List.Item>
        <List.Item icon={icon(<IconTrophy size={20} />)}>{t("point_score")}</List.Item>
      </List>
      {demo && (
        <Alert variant="light" color="yellow" icon={<IconFlask aria-hidden />}>
          {t("demo_here")}
        </Alert>
      )}
    </Stack>
  );
}

export default function WelcomePage() {
  const { t } = useTranslation("people");
  const navigate = useNavigate();
  const session = useSession().data;
  const [joined, setJoined] = useState<JoinedSession | null>(null);
  if (joined !== null) return <YourKey joined={joined} onDone={() => void navigate("/missions")} />;
  if (session?.person != null) return <Navigate to="/missions" replace />;
  return (
    <Container size="lg" py={{ base: "lg", md: 40 }} w="100%">
      <Grid gap={{ base: "xl", md: 56 }}>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Lead demo={session?.demo ?? false} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="lg">
            <Paper withBorder p="xl" shadow="sm">
              <JoinClass onJoined={setJoined} />
            </Paper>
            <Paper withBorder p="xl">
              <Title order={2} size="h4" mb="md">
                {t("come_back_title")}
              </Title>
              <KeyForm onDone={() => void navigate("/missions")} />
            </Paper>
            <Text size="sm" ta="center">
              {t("staff")}{" "}
              <Anchor component={Link} to="/log-in" inherit underline="always">
                {t("staff_link")}
              </Anchor>
            </Text>
          </Stack>
        </Grid.Col>
      </Grid>
    </Container>
  );
}
