// SPDX-License-Identifier: Apache-2.0
/** A submission: how far its grading is, then its scorecard. It may be closed at any time; grading goes on. */
import { Alert, Modal, Progress, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { SubmissionDetail } from "@/api/types";
import { LoadingOrError } from "@/components/loading_or_error";
import { useFormats } from "@/i18n/formats";
import { Sentence } from "@/i18n/sentences/use_said";
import { SubmissionScores } from "@/submissions/submission_scores";
import { useSubmission } from "@/submissions/submission_queries";

interface Props {
  readonly submissionId: string;
  readonly onClose: () => void;
}

export function SubmissionDialog({ submissionId, onClose }: Props) {
  const { t } = useTranslation("mission");
  const formats = useFormats();
  const submission = useSubmission(submissionId);
  const { data } = submission;
  return (
    <Modal opened onClose={onClose} size="56rem" title={t("submission_title")} closeButtonProps={{ "aria-label": t("close") }}>
      {data === undefined ? (
        <LoadingOrError error={submission.error} what={t("submission_error")} onRetry={() => void submission.refetch()} />
      ) : (
        <Stack>
          <Text c="dimmed" size="sm">
            {t("submission_of", { program: data.program_name, version: data.version, when: formats.dateTime(data.created_at) })}
          </Text>
          <Inside submission={data} />
        </Stack>
      )}
    </Modal>
  );
}

function Inside({ submission }: { submission: SubmissionDetail }) {
  const { t } = useTranslation("mission");
  if (submission.state === "failed") {
    return (
      <Alert role="alert" color="red" variant="light" icon={<IconAlertTriangle aria-hidden />} title={t("submission_failed")}>
        <Text size="sm">{t("submission_failed_lead")}</Text>
        {submission.problem !== "" && (
          <Text size="sm" mt="xs">
            <Sentence text={submission.problem} />
          </Text>
        )}
      </Alert>
    );
  }
  if (submission.state === "graded" && submission.scorecard !== null) {
    return <SubmissionScores submission={submission} scorecard={submission.scorecard} />;
  }
  return <Going submission={submission} />;
}

function Going({ submission }: { submission: SubmissionDetail }) {
  const { t } = useTranslation("mission");
  const formats = useFormats();
  const { state, done, total, left_s } = submission;
  const queued = state === "queued";
  const where = queued ? t("submission_queued") : t("submission_episode", { number: Math.min(done + 1, total), total });
  const left = left_s === null || queued ? "" : t("submission_left", { time: formats.duration(left_s) });
  return (
    <Stack gap="sm" py="md">
      <div role="status">
        <Text fw={650}>{[where, left].filter((part) => part !== "").join(", ")}</Text>
      </div>
      <Progress value={(100 * done) / Math.max(total, 1)} size="lg" animated={!queued} aria-label={t("submission_progress")} />
      <Text size="sm" c="dimmed">
        {queued ? t("submission_queued_lead") : t("submission_lead")}
      </Text>
    </Stack>
  );
}
