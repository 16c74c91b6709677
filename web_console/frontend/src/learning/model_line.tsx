// SPDX-License-Identifier: Apache-2.0
/** Which model drove, and the way to the report on how it was learned. */
import { Button, Group, Text, Tooltip } from "@mantine/core";
import { IconReportAnalytics } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { lazyPart } from "@/components/lazy_part";
import { useFormats } from "@/i18n/formats";
import { type ModelUsed, useLearned } from "@/learning/learned_queries";

const LearningReport = lazyPart(async () => ({ default: (await import("@/learning/learning_report")).LearningReport }));

interface Props {
  readonly episodeId: string;
  readonly over: boolean;
  /** It was seen learning, and that is behind it: there is a report, whatever else is known. */
  readonly learned: boolean;
}

/** What a model is called: by its name and version where it has a version, else by what it is. */
function Named({ model }: { model: ModelUsed }) {
  const { t } = useTranslation("learning");
  const formats = useFormats();
  const { name, version, kind, sha256, size_bytes } = model;
  const said = version === null ? t("model", { kind: kind === "" ? name : kind }) : t("model_named", { name, version, kind });
  return (
    <Tooltip label={t("model_hash", { hash: sha256.slice(0, 12) })}>
      <Text size="sm" tabIndex={0}>
        {said}
        <Text span size="sm" c="dimmed">{` · ${t("model_size", { size: formats.number(Math.max(0.1, Math.round(size_bytes / 100) / 10)) })}`}</Text>
      </Text>
    </Tooltip>
  );
}

/** Nothing where nothing was learned. */
export function ModelLine({ episodeId, over, learned }: Props) {
  const { t } = useTranslation("learning");
  const [open, setOpen] = useState(false);
  const { data } = useLearned(episodeId, over);
  const model = data?.model ?? null;
  const hasReport = learned || data?.hasReport === true;
  if (model === null && !hasReport) return null;
  return (
    <Group gap="sm" mb="xs" wrap="wrap">
      {model !== null ? <Named model={model} /> : over && data !== undefined ? <Text size="sm" c="dimmed">{t("model_none")}</Text> : null}
      {hasReport ? (
        <Button size="compact-sm" variant="light" leftSection={<IconReportAnalytics size={15} aria-hidden />} onClick={() => setOpen(true)}>
          {t("report")}
        </Button>
      ) : null}
      {open ? <LearningReport episodeId={episodeId} onClose={() => setOpen(false)} /> : null}
    </Group>
  );
}
