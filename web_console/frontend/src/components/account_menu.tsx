// SPDX-License-Identifier: Apache-2.0
/** Who is logged in, with the way out; for visitors, the ways in. */
import { Avatar, Button, Group, Popover, Stack, Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconChevronDown, IconLogout } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import type { Session } from "@/api/types";
import { errorNotice } from "@/components/notice";
import { useLogOut, useSession } from "@/session/session";

export function AccountMenu() {
  const { t } = useTranslation("shell");
  const session = useSession().data;
  if (session === undefined) return null;
  if (session.person === null) {
    return (
      <Group gap="xs" wrap="nowrap">
        <Button component={Link} to="/log-in" variant="default" size="xs">
          {t("log_in")}
        </Button>
      </Group>
    );
  }
  return <Account session={session} person={session.person} />;
}

function Account({ session, person }: { session: Session; person: NonNullable<Session["person"]> }) {
  const { t } = useTranslation("shell");
  const navigate = useNavigate();
  const logOut = useLogOut();
  const leave = (): void => {
    // The page is left first, so that it can save what was typed as long as one is somebody.
    void Promise.resolve(navigate("/missions")).then(() =>
      logOut.mutate(undefined, {
        onSuccess: () => void navigate("/"),
        onError: (error) => errorNotice(t("failed_title"), error),
      }),
    );
  };
  const { team } = session;
  const facts = [
    [t("role"), t(roleKey(person.role))],
    [t("team"), team?.name],
    [t("class_name"), team?.class_name],
    [t("institution"), team?.institution],
  ] as const;
  return (
    <Popover position="bottom-end" width={260} trapFocus returnFocus shadow="md">
      <Popover.Target>
        <UnstyledButton>
          <Group gap={6} wrap="nowrap">
            <Avatar size={30} radius="xl" color="lagoon" name={person.nickname} aria-hidden />
            <VisuallyHidden>{t("account", { name: person.nickname })}</VisuallyHidden>
            <Text size="sm" fw={550} visibleFrom="md" maw={140} truncate aria-hidden>
              {person.nickname}
            </Text>
            <IconChevronDown size={14} aria-hidden />
          </Group>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("account", { name: person.nickname })}>
        <Stack gap={2}>
          <Text fw={650}>{person.nickname}</Text>
          {facts.map(
            ([name, value]) =>
              value !== undefined &&
              value !== "" && (
                <Text key={name} size="sm">
                  <Text span inherit c="dimmed">
                    {name}
                    {": "}
                  </Text>
                  {value}
                </Text>
              ),
          )}
          <Button mt="sm" variant="default" size="xs" leftSection={<IconLogout size={16} aria-hidden />} loading={logOut.isPending} onClick={leave}>
            {t("log_out")}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function roleKey(role: string): "role_learner" | "role_teacher" | "role_admin" {
  return role === "teacher" ? "role_teacher" : role === "admin" ? "role_admin" : "role_learner";
}
