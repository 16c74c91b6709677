// SPDX-License-Identifier: Apache-2.0
/** What stands around every page: name, navigation, language, theme, account; and the dialog for a lost session. */
import { ActionIcon, Anchor, Group, SegmentedControl, Text, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { IconFlask, IconMoon, IconSun } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, NavLink } from "react-router";
import { AccountMenu } from "@/components/account_menu";
import { lazyPart } from "@/components/lazy_part";
import classes from "@/components/shell.module.css";
import { chooseLanguage } from "@/i18n/i18n";
import type { Language } from "@/i18n/texts";
import { useAskedToLogIn } from "@/session/lost_session";
import { useSession } from "@/session/session";

const LogInAgain = lazyPart(async () => {
  const dialog = import("@/session/log_in_again");
  await Promise.all([import("@/i18n/all_texts"), import("@/styles/all")]);
  return { default: (await dialog).LogInAgain };
}, null);

function Header() {
  const { t, i18n } = useTranslation("shell");
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme("light") === "dark";
  const known = useSession().data?.person != null;
  return (
    <header className={classes["header"]}>
      <Group h="100%" px="md" gap="md" justify="space-between" wrap="nowrap">
        <Group gap="lg" wrap="nowrap" miw={0}>
          <Anchor component={Link} to={known ? "/missions" : "/"} underline="never" c="inherit">
            <Group gap="xs" wrap="nowrap">
              <img src="/icon.svg" width={28} height={28} alt="" />
              <Text fw={650} className={classes["product"] ?? ""}>
                {t("product")}
              </Text>
            </Group>
          </Anchor>
          <nav aria-label={t("navigation")}>
            <Group gap={4} wrap="nowrap">
              <NavLink to="/missions" className={classes["link"] ?? ""}>
                {t("missions")}
              </NavLink>
              <NavLink to="/robot" className={classes["link"] ?? ""}>
                {t("robot_card")}
              </NavLink>
            </Group>
          </nav>
        </Group>
        <Group gap="sm" wrap="nowrap">
          <SegmentedControl
            size="xs"
            aria-label={t("language")}
            value={i18n.language}
            onChange={(name) => void chooseLanguage(name as Language)}
            data={[
              { value: "en", label: <LanguageName name={t("english")} code="en" /> },
              { value: "de", label: <LanguageName name={t("german")} code="de" /> },
            ]}
          />
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={dark ? t("light") : t("dark")}
            onClick={() => setColorScheme(dark ? "light" : "dark")}
          >
            {dark ? <IconSun size={18} aria-hidden /> : <IconMoon size={18} aria-hidden />}
          </ActionIcon>
          <AccountMenu />
        </Group>
      </Group>
    </header>
  );
}

/** A language in its own words, or by its code where there is little room. */
function LanguageName({ name, code }: { name: string; code: Language }) {
  return (
    <span lang={code}>
      <span className={classes["long"]}>{name}</span>
      <span className={classes["short"]} aria-hidden>
        {code.toUpperCase()}
      </span>
    </span>
  );
}

function DemoRibbon() {
  const { t } = useTranslation("shell");
  const demo = useSession().data?.demo ?? false;
  if (!demo) return null;
  return (
    <Group className={classes["demo"] ?? ""} gap={6} px="md" wrap="nowrap" role="note">
      <IconFlask size={15} aria-hidden />
      <Text size="xs" fw={550} truncate>
        {t("demo")}
      </Text>
    </Group>
  );
}

export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTranslation("shell");
  return (
    <div className={classes["shell"]}>
      <a className={classes["skip"]} href="#content">
        {t("skip")}
      </a>
      <div className={classes["top"]}>
        <Header />
        <DemoRibbon />
      </div>
      <main id="content" tabIndex={-1} className={classes["main"]}>
        {/* Menus, dialogs and hints are drawn in here (see the theme), so that they are a part of the page for everybody. */}
        <div id="overlays" />
        {children}
      </main>
      <Notifications position="bottom-right" withinPortal={false} />
      {useAskedToLogIn() && (
        <LogInAgain />
      )}
    </div>
  );
}
