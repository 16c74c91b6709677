// SPDX-License-Identifier: Apache-2.0
/** Points by criterion, each with its reason. */
import { Progress, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormats } from "@/i18n/formats";
import { Sentence } from "@/i18n/sentences/use_said";
import { useCriterionTitles } from "@/scorecards/criterion_title";

export interface CriterionPoints {
  readonly name: string;
  readonly check: string;
  readonly points: number;
  readonly max_points: number;
  readonly reason: string;
}

export function CriteriaTable({ criteria, pointsTitle }: { criteria: readonly CriterionPoints[]; pointsTitle?: string }) {
  const { t } = useTranslation("mission");
  const formats = useFormats();
  const titleOf = useCriterionTitles(criteria);
  return (
    <Table verticalSpacing={6}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("criterion")}</Table.Th>
          <Table.Th w={150}>{pointsTitle ?? t("points")}</Table.Th>
          <Table.Th>{t("reason")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {criteria.map(({ name, points, max_points, reason }) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" fw={550}>
              {titleOf(name)}
            </Table.Th>
            <Table.Td>
              <Text size="sm">{t("score_of", { score: formats.number(points), max: formats.number(max_points) })}</Text>
              <Progress value={(100 * points) / Math.max(max_points, 0.001)} size={5} mt={2} aria-hidden />
            </Table.Td>
            <Table.Td>
              <Text size="sm">
                <Sentence text={reason} titleOf={titleOf} />
              </Text>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
