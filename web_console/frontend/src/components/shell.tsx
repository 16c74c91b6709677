// SPDX-License-Identifier: Apache-2.0
/** What stands around every page: name, language, theme. */
import { ActionIcon, AppShell, Anchor, Group, SegmentedControl, Text, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { IconMoon, IconSun } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { chooseLanguage } from "@/i18n/i18n";
import type { Language } from "@/i18n/texts";

export function Shell({ children }: { children: ReactNode }) {
  const { t, i18n } = useTranslation("shell");
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme("light") === "dark";
  return (
    <AppShell header={{ height: 56 }} padding="md">
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Anchor component={Link} to="/" underline="never" c="inherit">
            <Group gap="xs" wrap="nowrap">
              <img src="/icon.svg" width={28} height={28} alt="" />
              <Text fw={650}>{t("product")}</Text>
            </Group>
          </Anchor>
          <Group gap="sm" wrap="nowrap">
            <SegmentedControl
              size="xs"
              aria-label={t("language")}
              value={i18n.language}
              onChange={(name) => void chooseLanguage(name as Language)}
              data={[
                { value: "en", label: t("english") },
                { value: "de", label: t("german") },
              ]}
            />
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={dark ? t("light") : t("dark")}
              onClick={() => setColorScheme(dark ? "light" : "dark")}
            >
              {dark ? <IconSun size={18} /> : <IconMoon size={18} />}
            </ActionIcon>
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Main>{children}</AppShell.Main>
    </AppShell>
  );
}
