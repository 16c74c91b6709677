// SPDX-License-Identifier: Apache-2.0
/** How a program learns before it drives: what it is at, how far, how much of its time it has used, and its curves. */
import { Paper, Progress, Stack, Text } from "@mantine/core";
import { IconSchool } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { LearningFrame } from "@/episode/frames";
import { type Formats, useFormats } from "@/i18n/formats";
import { LearningCurves } from "@/learning/learning_curves";
import classes from "@/learning/learning_panel.module.css";

/** What it is at, as a sentence. */
export function doingText(frame: LearningFrame | null, t: TFunction<"learning">, formats: Formats): string {
  const doing = frame?.doing ?? null;
  if (doing === null) return t("doing.begins");
  const what = t(`doing.${doing.stage}`, { kind: doing.kind });
  return doing.rows > 0 ? t("with_samples", { what, samples: formats.number(doing.rows) }) : what;
}

export function LearningPanel({ frame }: { frame: LearningFrame | null }) {
  const { t } = useTranslation("learning");
  const formats = useFormats();
  const limit = frame?.limit_s ?? 0;
  const used = Math.min(frame?.used_s ?? 0, limit);
  const done = frame?.done ?? null;
  return (
    <Paper withBorder shadow="md" radius="md" p="md" className={classes["panel"] ?? ""} role="region" aria-label={t("title")}>
      <Stack gap="sm">
        <div className={classes["head"]}>
          <IconSchool size={26} stroke={1.6} aria-hidden />
          <div>
            <Text fw={650}>{t("title")}</Text>
            <Text size="sm" role="status">{doingText(frame, t, formats)}</Text>
          </div>
        </div>
        <Progress
          value={done === null ? 100 : 100 * done}
          animated={done === null}
          striped={done === null}
          size="lg"
          aria-label={t("done")}
        />
        {frame === null ? null : <LearningCurves curves={frame.curves} />}
        {limit === 0 ? null : (
          <div>
            <Text size="xs" c="dimmed" mb={3}>{t("used", { used: formats.number(Math.round(used)), limit: formats.number(limit) })}</Text>
            <Progress value={(100 * used) / limit} size="xs" color={used > 0.8 * limit ? "orange" : "gray"} aria-label={t("used_label")} />
          </div>
        )}
        <Text size="xs" c="dimmed">{t("lead")}</Text>
      </Stack>
    </Paper>
  );
}
