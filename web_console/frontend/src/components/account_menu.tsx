// SPDX-License-Identifier: Apache-2.0
/** Who is logged in, with the way out; for visitors, the ways in. */
import { Avatar, Button, Group, Menu, Stack, Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
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
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
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
      </Menu.Target>
      <Menu.Dropdown>
        <Stack gap={2} px="sm" py="xs">
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
        </Stack>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={leave}>
          {t("log_out")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function roleKey(role: string): "role_learner" | "role_teacher" | "role_admin" {
  return role === "teacher" ? "role_teacher" : role === "admin" ? "role_admin" : "role_learner";
}
