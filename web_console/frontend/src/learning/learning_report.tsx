// SPDX-License-Identifier: Apache-2.0
/**
 * The page about how a program learned. The server makes it of checked figures; here it stands in a frame that can run
 * nothing, send nothing and go nowhere, and has an origin of its own.
 */
import { Modal, useComputedColorScheme } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { LoadingOrError } from "@/components/loading_or_error";
import classes from "@/learning/learning_panel.module.css";
import { useLearningReport } from "@/learning/learned_queries";

interface Props {
  readonly episodeId: string;
  readonly onClose: () => void;
}

export function LearningReport({ episodeId, onClose }: Props) {
  const { t, i18n } = useTranslation("learning");
  const scheme = useComputedColorScheme("light");
  const report = useLearningReport(episodeId, i18n.language === "de" ? "de" : "en");
  return (
    <Modal opened onClose={onClose} size="64rem" title={t("report")} closeButtonProps={{ "aria-label": t("close") }}>
      {report.data === undefined ? (
        <LoadingOrError error={report.error} what={t("report_error")} onRetry={() => void report.refetch()} />
      ) : (
        <iframe className={classes["frame"]} title={t("report_frame")} sandbox="" referrerPolicy="no-referrer" srcDoc={report.data} style={{ colorScheme: scheme }} />
      )}
    </Modal>
  );
}
