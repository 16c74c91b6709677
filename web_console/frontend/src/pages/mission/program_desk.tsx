// SPDX-License-Identifier: Apache-2.0
/** A program that is open: what it is called, how its saving stands, and the editor of its tier. */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MissionDetail, Program, ProgramCard } from "@/api/types";
import { errorNotice } from "@/components/notice";
import type { ProgramDocument, Tier } from "@/documents/document";
import { DocumentDialogs } from "@/documents/document_dialogs";
import { SaveBadge, SaveTrouble } from "@/documents/save_badge";
import { documentOf } from "@/documents/send_document";
import { useDocument } from "@/documents/use_document";
import type { MomentLine } from "@/pages/mission/moment_line";
import classes from "@/pages/mission/program_desk.module.css";
import { type ProgramAction, ProgramPicker } from "@/pages/mission/program_picker";
import type { RanProgram } from "@/pages/mission/ran_program";
import { RenameDialog } from "@/pages/mission/rename_dialog";
import { TierEditor } from "@/pages/mission/tier_editor";
import { VersionsDialog } from "@/pages/mission/versions_dialog";
import { nextName } from "@/programs/next_name";
import { type NewProgram, useCreateProgram } from "@/programs/program_queries";

/** What the rest of the page needs of the program that is open. */
export interface DeskHandle {
  readonly programId: string;
  /** Saves now; the number of the version and its text, or null if it could not be saved. */
  readonly keep: () => Promise<{ version: number; text: string } | null>;
}

interface Props {
  readonly mission: MissionDetail;
  readonly tiers: readonly Tier[];
  readonly programs: readonly ProgramCard[];
  readonly card: ProgramCard;
  readonly program: Program;
  readonly personId: string;
  readonly moment: MomentLine;
  readonly ran: RanProgram | null;
  readonly onDesk: (desk: DeskHandle | null) => void;
  readonly onOpen: (programId: string) => void;
  readonly onTier: (tier: Tier) => void;
}

/** What a new program takes of the one that is open. */
function newProgram(action: "new" | "copy" | "continue", document: ProgramDocument, names: { fresh: string; copy: string; continued: string }): NewProgram {
  if (action === "new") return { tier: document.tier, name: names.fresh };
  if (action === "continue") return { tier: "code", text: document.text, name: names.continued };
  const { tier, text, blocks } = document;
  return { tier, text, name: names.copy, ...(blocks === null ? {} : { blocks }) };
}

export function ProgramDesk(props: Props) {
  const { mission, tiers, programs, card, program, personId, moment, ran, onDesk, onOpen, onTier } = props;
  const { t } = useTranslation("mission");
  const open = useDocument(program, personId);
  const create = useCreateProgram(mission.name);
  const [dialog, setDialog] = useState<"rename" | "versions" | null>(null);
  const { document, flush } = open;
  const text = useRef(document.text);
  useEffect(() => {
    text.current = document.text;
  }, [document.text]);

  useEffect(() => {
    onDesk({
      programId: program.id,
      keep: async () => {
        const version = await flush();
        return version === null ? null : { version, text: text.current };
      },
    });
    return () => onDesk(null);
  }, [flush, onDesk, program.id]);

  const act = (action: ProgramAction): void => {
    if (action === "rename" || action === "versions") {
      setDialog(action);
      return;
    }
    const { name } = card;
    const names = {
      fresh: nextName(programs.map((one) => one.name), (number) => t("program_numbered", { number })),
      copy: t("program_copy_name", { name }).slice(0, 80),
      continued: t("program_continue_name", { name }).slice(0, 80),
    };
    create.mutate(newProgram(action, document, names), {
      onSuccess: ({ id }) => onOpen(id),
      onError: (error) => errorNotice(t("program_new_failed"), error),
    });
  };
  return (
    <section className={classes["desk"]} aria-label={t("program")}>
      <div className={classes["bar"]}>
        <ProgramPicker
          programs={programs}
          open={{ ...card, tier: document.tier }}
          tiers={tiers}
          onOpen={onOpen}
          onTier={onTier}
          onAction={act}
        />
        <SaveBadge state={open.state} />
      </div>
      <SaveTrouble state={open.state} copyKept={open.copyKept} onRetry={open.retry} />
      <TierEditor mission={mission} programId={program.id} document={document} onChange={open.change} moment={moment} ran={ran} />
      {dialog === "rename" && (
        <RenameDialog mission={mission.name} programId={program.id} name={card.name} onClose={() => setDialog(null)} />
      )}
      {dialog === "versions" && (
        <VersionsDialog
          program={card}
          document={document}
          onRestored={(version) => open.replace(version.number, documentOf(version))}
          onClose={() => setDialog(null)}
        />
      )}
      <DocumentDialogs open={open} personId={personId} />
    </section>
  );
}
