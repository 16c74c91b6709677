// SPDX-License-Identifier: Apache-2.0
/** The place where a team's programs for a mission are chosen and written. */
import { Alert, Button, Stack, Text, Title } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { MissionDetail, Session } from "@/api/types";
import { LoadingOrError } from "@/components/loading_or_error";
import { errorNotice } from "@/components/notice";
import type { Tier } from "@/documents/document";
import { BeginProgram } from "@/pages/mission/begin_program";
import { useKeptChoice } from "@/pages/mission/kept_choice";
import type { MomentLine } from "@/pages/mission/moment_line";
import { type DeskHandle, ProgramDesk } from "@/pages/mission/program_desk";
import type { RanProgram } from "@/pages/mission/ran_program";
import { nextName } from "@/programs/next_name";
import { useCreateProgram, useProgram, usePrograms } from "@/programs/program_queries";

interface Props {
  readonly mission: MissionDetail;
  readonly session: Session;
  readonly moment: MomentLine;
  readonly ran: RanProgram | null;
  /** Is told which program can be run now; null for none. */
  readonly onDesk: (desk: DeskHandle | null) => void;
}

const TIERS: readonly Tier[] = ["blocks", "code"];
const isText = (value: unknown): value is string => typeof value === "string";

export function Workspace({ mission, session, moment, ran, onDesk }: Props) {
  const { t } = useTranslation("mission");
  const { person, team } = session;
  if (person === null) {
    return (
      <Stack p="xl" align="flex-start">
        <Title order={2} size="h3">
          {t("visitor_title")}
        </Title>
        <Text>{t("visitor_lead")}</Text>
        <Button component={Link} to="/">
          {t("visitor_join")}
        </Button>
      </Stack>
    );
  }
  if (team === null) return <Alert m="md">{t("no_team")}</Alert>;
  return <TeamWorkspace key={person.id} mission={mission} personId={person.id} moment={moment} ran={ran} onDesk={onDesk} />;
}

function TeamWorkspace({ mission, personId, moment, ran, onDesk }: Omit<Props, "session"> & { personId: string }) {
  const { t } = useTranslation("mission");
  const tiers = TIERS.filter((tier) => mission.tiers.includes(tier));
  const programs = usePrograms(mission.name, true);
  const create = useCreateProgram(mission.name);
  const [chosen, choose] = useKeptChoice(`program.${mission.name}`, "", isText);
  const list = programs.data;
  const card = list?.find((one) => one.id === chosen) ?? list?.[0];
  const program = useProgram(card?.id ?? null);
  if (list === undefined) {
    return <LoadingOrError error={programs.error} what={t("program_failed")} onRetry={() => void programs.refetch()} />;
  }
  if (card === undefined) {
    return (
      <>
        <NoDesk onDesk={onDesk} />
        <BeginProgram mission={mission.name} tiers={tiers} onCreated={choose} />
      </>
    );
  }
  if (program.data === undefined) {
    return (
      <>
        <NoDesk onDesk={onDesk} />
        <LoadingOrError error={program.error} what={t("program_open_failed")} onRetry={() => void program.refetch()} />
      </>
    );
  }
  const openTier = (tier: Tier): void => {
    const other = list.find((one) => one.tier === tier);
    if (other !== undefined) choose(other.id);
    else create.mutate({ tier, name: nextName(list.map(({ name }) => name), (number) => t("program_numbered", { number })) }, { onSuccess: ({ id }) => choose(id), onError: (error) => errorNotice(t("program_new_failed"), error) });
  };
  return (
    <ProgramDesk
      key={card.id}
      mission={mission}
      tiers={tiers}
      programs={list}
      card={card}
      program={program.data}
      personId={personId}
      moment={moment}
      ran={ran}
      onDesk={onDesk}
      onOpen={choose}
      onTier={openTier}
    />
  );
}

/** Says that no program can be run. */
function NoDesk({ onDesk }: { onDesk: (desk: null) => void }) {
  useEffect(() => onDesk(null), [onDesk]);
  return null;
}
