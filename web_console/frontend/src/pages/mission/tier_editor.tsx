// SPDX-License-Identifier: Apache-2.0
/** The editor of a document's tier, with what is wrong in it and the line that runs. */
import { useMemo } from "react";
import type { MissionDetail } from "@/api/types";
import type { CodeProblem } from "@/code/problem";
import { saidProblem } from "@/code/said_problem";
import { type ProgramCheck, useProgramCheck } from "@/code/use_program_check";
import { lazyPart } from "@/components/lazy_part";
import type { ProgramDocument } from "@/documents/document";
import { useSaid } from "@/i18n/sentences/use_said";
import { CodeTier } from "@/pages/mission/code_tier";
import { type MomentLine, useMomentLine } from "@/pages/mission/moment_line";
import { failureIn, isOf, type RanProgram } from "@/pages/mission/ran_program";
import classes from "@/pages/mission/tier_editor.module.css";

const BlockEditor = lazyPart(async () => ({ default: (await import("@/blocks/editor/block_editor")).BlockEditor }));

interface Props {
  readonly mission: MissionDetail;
  readonly programId: string;
  readonly document: ProgramDocument;
  readonly onChange: (document: ProgramDocument) => void;
  readonly moment: MomentLine;
  readonly ran: RanProgram | null;
}

/** What both editors are told of the program. */
export interface ProgramSigns {
  readonly problems: readonly CodeProblem[];
  readonly check: ProgramCheck["state"];
  /** The line that runs, 1 first. */
  readonly line: number | null;
}

export function TierEditor({ mission, programId, document, onChange, moment, ran }: Props) {
  const { tier, text, blocks } = document;
  // Blocks that have not made their Python yet have nothing that could be wrong.
  const check = useProgramCheck(text === "" ? null : text, mission.name);
  const momentLine = useMomentLine(moment);
  const line = isOf(ran, programId, text) ? momentLine : null;
  const say = useSaid();
  const problems = useMemo(
    () => [...failureIn(ran, programId, text), ...check.problems].map((problem) => saidProblem(problem, say)),
    [ran, programId, text, check.problems, say],
  );
  if (tier === "code") {
    const typed = (to: string): void => onChange({ tier: "code", text: to, blocks: null });
    return <CodeTier text={text} onChange={typed} signs={{ problems, check: check.state, line }} />;
  }
  return (
    <div className={classes["editor"]}>
      <BlockEditor
        value={blocks}
        onChange={(made) => onChange({ tier: "blocks", ...made })}
        highlightLine={line}
        problems={problems}
        mission={mission}
      />
    </div>
  );
}
