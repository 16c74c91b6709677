// SPDX-License-Identifier: Apache-2.0
/** The submissions of a mission. */
import { Button, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { LoadingOrError } from "@/components/loading_or_error";
import { useFormats } from "@/i18n/formats";
import { ProgramCell, WhenCell } from "@/scorecards/history_cells";
import { Outcome } from "@/scorecards/outcome";
import { useSubmissions } from "@/submissions/submission_queries";

export function SubmissionTable({ mission, onOpen }: { mission: string; onOpen: (id: string) => void }) {
  const { t } = useTranslation("mission");
  const formats = useFormats();
  const submissions = useSubmissions(mission, true);
  if (submissions.data === undefined) {
    return <LoadingOrError error={submissions.error} what={t("history_failed")} onRetry={() => void submissions.refetch()} />;
  }
  if (submissions.data.length === 0) return <Text c="dimmed">{t("submissions_empty")}</Text>;
  return (
    <Table.ScrollContainer minWidth={480}>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("when")}</Table.Th>
            <Table.Th>{t("program")}</Table.Th>
            <Table.Th>{t("result")}</Table.Th>
            <Table.Th ta="end">{t("actions")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {submissions.data.map((submission) => {
            const { id, program_name, version, created_at } = submission;
            const name = `${program_name}, ${formats.dateTime(created_at)}`;
            return (
              <Table.Tr key={id}>
                <WhenCell at={created_at} />
                <ProgramCell name={program_name} version={version} />
                <Table.Td>
                  <Outcome {...submission} />
                </Table.Td>
                <Table.Td ta="end">
                  <Button size="compact-xs" variant="default" aria-label={t("open_scorecard_named", { name })} onClick={() => onOpen(id)}>
                    {t("open_scorecard")}
                  </Button>
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
