// SPDX-License-Identifier: Apache-2.0
/** What one waits for, where one does not simply see it: a place, the lab, a connection, a recording. */
import { Loader, Paper, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { useChanges } from "@/episode/use_changes";
import type { EpisodeSource } from "@/episode/use_episode";
import { type Say, useSaid } from "@/i18n/sentences/use_said";

/** What is to be said of an episode that is not simply seen; null if nothing is. */
export function statusText(source: EpisodeSource, t: TFunction<"watching">, say: Say): { text: string; isTrouble: boolean } | null {
  const { status, problem, progress, tracks } = source;
  if (status === "reconnecting" && problem === "crowded") return { text: t("problem.crowded"), isTrouble: false };
  if (status === "reconnecting") return { text: problem === "offline" ? t("offline") : t("reconnecting"), isTrouble: true };
  if (status === "failed" && problem !== null) return { text: t(`problem.${problem}`), isTrouble: true };
  const { state } = tracks;
  if (state?.state === "failed" && tracks.end === null) {
    return { text: state.text === "" ? t("lab_failed") : `${t("lab_failed")}: ${say(state.text).text}`, isTrouble: true };
  }
  if (status === "loading" && problem === "busy") return { text: t("problem.busy"), isTrouble: false };
  if (status === "loading") {
    return { text: progress === null ? t("loading") : t("loading_share", { percent: Math.round(100 * progress) }), isTrouble: false };
  }
  if (status !== "live" || tracks.end !== null) return null;
  switch (state?.state) {
    case "waiting":
      return { text: (state.ahead ?? 0) > 0 ? t("waiting_ahead", { count: state.ahead ?? 0 }) : t("waiting"), isTrouble: false };
    case "preparing":
      return { text: t("preparing"), isTrouble: false };
    case "learning":
      return null; // the panel tells (`learning_panel.tsx`)
    case "scoring":
      return { text: t("scoring"), isTrouble: false };
    default:
      return null;
  }
}

export function StatusBadge({ source, className }: { source: EpisodeSource; className: string }) {
  const { t } = useTranslation("watching");
  useChanges(source.tracks, 4);
  const said = statusText(source, t, useSaid());
  return (
    <div className={className} role="status">
      {said === null ? null : (
        <Paper withBorder shadow="sm" radius="xl" px="md" py={6} style={{ display: "flex", gap: 8, alignItems: "center" }}>
          {said.isTrouble ? <IconAlertTriangle size={18} aria-hidden /> : <Loader size={16} />}
          <Text size="sm">{said.text}</Text>
        </Paper>
      )}
    </div>
  );
}
