// SPDX-License-Identifier: Apache-2.0
/** What a mission asks: its Markdown, with its pictures from our own server. */
import { Alert, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import Markdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import type { MissionDetail } from "@/api/types";
import { localised } from "@/i18n/localised";
import classes from "@/pages/mission/brief.module.css";

/** A picture's file beside the brief; anything else is not fetched. */
const PICTURE = /^(?:\.\/)?([\w.-]+\.(?:png|jpe?g|webp|svg|gif))$/i;

function componentsFor(mission: string): Components {
  return {
    // The page's own heading is the mission's title.
    h1: () => null,
    table: ({ children }) => (
      <div className={classes["table"]} tabIndex={0} role="group">
        <table>{children}</table>
      </div>
    ),
    th: ({ children }) => (children === undefined ? <td /> : <th>{children}</th>),
    pre: ({ children }) => <pre tabIndex={0}>{children}</pre>,
    a: ({ href, children }) => (
      <a href={href} target="_blank" rel="noreferrer">
        {children}
      </a>
    ),
    img: ({ src, alt }) => {
      const file = typeof src === "string" ? PICTURE.exec(src)?.[1] : undefined;
      if (file === undefined) return <Text c="dimmed">{alt}</Text>;
      return <img src={`/api/missions/${mission}/files/${file}`} alt={alt ?? ""} loading="lazy" />;
    },
  };
}

export default function Brief({ mission }: { mission: MissionDetail }) {
  const { t, i18n } = useTranslation("mission");
  const missing = mission.brief[i18n.language] === undefined;
  return (
    <div className={classes["brief"]}>
      {missing && <Alert mb="sm">{t("brief_none")}</Alert>}
      <div lang={missing ? "en" : i18n.language}>
        <Markdown remarkPlugins={[remarkGfm]} components={componentsFor(mission.name)}>
          {localised(mission.brief, i18n.language)}
        </Markdown>
      </div>
    </div>
  );
}
