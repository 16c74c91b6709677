// SPDX-License-Identifier: Apache-2.0
/** What of an episode can be taken home: its recording, and its scorecard. */
import { ActionIcon, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { episodeFile } from "@/episodes/episode_queries";

interface Props {
  readonly id: string;
  /** What the episode is called. */
  readonly name: string;
  /** Whether there is a recording, and a scorecard. */
  readonly recording: boolean;
  readonly scorecard: boolean;
}

export function Downloads({ id, name, recording, scorecard }: Props) {
  const { t } = useTranslation("mission");
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={24} aria-label={t("downloads", { name })} disabled={!recording && !scorecard}>
          <IconDownload size={15} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={episodeFile(id, "recording")} download disabled={!recording}>
          {t("download_mcap")}
        </Menu.Item>
        <Menu.Item component="a" href={episodeFile(id, "scorecard")} download={`scorecard-${id}.json`} disabled={!scorecard}>
          {t("download_json")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
