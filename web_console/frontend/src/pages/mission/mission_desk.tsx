// SPDX-License-Identifier: Apache-2.0
/** A mission with everything around it: task and program on the left, what runs on the right, the history below. */
import { SegmentedControl, Splitter } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useCallback, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MissionDetail, Session } from "@/api/types";
import { History } from "@/pages/mission/history";
import { useKeptChoice } from "@/pages/mission/kept_choice";
import classes from "@/pages/mission/mission_desk.module.css";
import { MomentLine } from "@/pages/mission/moment_line";
import type { DeskHandle } from "@/pages/mission/program_desk";
import { RunBar } from "@/pages/mission/run_bar";
import { useRunChoice } from "@/pages/mission/run_settings";
import { TaskAndProgram } from "@/pages/mission/task_and_program";
import { useRun } from "@/pages/mission/use_run";
import { useSubmitProgram } from "@/pages/mission/use_submit_program";
import { Watch } from "@/pages/mission/watch_pane";
import { SubmissionDialog } from "@/submissions/submission_dialog";
import { SubmitDialog } from "@/submissions/submit_dialog";

interface Props {
  readonly mission: MissionDetail;
  readonly session: Session;
}

const isShare = (value: unknown): value is number => typeof value === "number" && value >= 20 && value <= 80;

/** Below this width one side is shown at a time. */
const TWO_SIDES = "(min-width: 62em)";

export function MissionDesk({ mission, session }: Props) {
  const { t } = useTranslation("mission");
  const twoSides = useMediaQuery(TWO_SIDES, true, { getInitialValueInEffect: false });
  const [side, setSide] = useState<"program" | "watch">("program");
  const [share, setShare] = useKeptChoice("desk.left", 46, isShare);
  const [moment] = useState(() => new MomentLine());
  const [choice, choose] = useRunChoice(mission);
  const desk = useRef<DeskHandle | null>(null);
  const [ready, setReady] = useState(false);
  const onDesk = useCallback((handle: DeskHandle | null) => {
    desk.current = handle;
    setReady(handle !== null);
  }, []);
  const run = useRun(mission.name, desk);
  const submit = useSubmitProgram(desk);
  const known = session.person !== null && session.team !== null;

  const left = <TaskAndProgram mission={mission} session={session} moment={moment} ran={run.ran} onDesk={onDesk} />;
  const right = (
    <div className={classes["right"]}>
      <RunBar
        mission={mission}
        choice={choice}
        onChoose={(part) => {
          choose(part);
          if (part.pace !== undefined) run.setPace(part.pace);
        }}
        state={run.state}
        ready={known && ready}
        onRun={() => {
          setSide("watch");
          run.start(choice);
        }}
        onStop={() => run.control({ action: "stop" })}
        onSubmit={submit.ask}
        submitting={submit.busy}
      />
      <Watch watched={run.watched} moment={moment} onControl={run.control} onProgress={run.follow} onWatch={run.watch} />
    </div>
  );
  return (
    <>
      <div className={classes["desk"]}>
        {twoSides ? (
          <Splitter
            className={classes["sides"] ?? ""}
            sizes={[share, 100 - share]}
            onSizeChange={([size]) => setShare(Number(size))}
            step={2}
            attributes={{ handle: { "aria-label": t("panes") } }}
          >
            <Splitter.Pane defaultSize={46} min={20} className={classes["pane"] ?? ""}>
              {left}
            </Splitter.Pane>
            <Splitter.Pane defaultSize={54} min={20} className={classes["pane"] ?? ""}>
              {right}
            </Splitter.Pane>
          </Splitter>
        ) : (
          <div className={classes["one"]}>
            <SegmentedControl
              fullWidth
              aria-label={t("side")}
              value={side}
              onChange={(value) => setSide(value === "watch" ? "watch" : "program")}
              data={[
                { value: "program", label: t("show_program") },
                { value: "watch", label: t("show_watch") },
              ]}
            />
            <div className={classes["pane"]} hidden={side !== "program"}>
              {left}
            </div>
            <div className={classes["pane"]} hidden={side !== "watch"}>
              {right}
            </div>
          </div>
        )}
      </div>
      {known && <History mission={mission.name} watched={run.watched?.episodeId ?? null} onWatch={run.watch} onSubmission={submit.open} />}
      {submit.asking && (
        <SubmitDialog seeds={mission.hidden_seed_count} error={submit.error} busy={submit.busy} onSubmit={submit.submit} onClose={submit.close} />
      )}
      {submit.opened !== null && <SubmissionDialog submissionId={submit.opened} onClose={submit.close} />}
    </>
  );
}
