// SPDX-License-Identifier: Apache-2.0
/** What the program was doing at the moment: its line, the functions around it, and every variable with its course. */
import { Badge, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Derived } from "@/episode/derived";
import type { EpisodeTracks } from "@/episode/episode_tracks";
import { useChanges } from "@/episode/use_changes";
import { neighbour, variablesAt } from "@/moment/moment";
import classes from "@/moment/moment_view.module.css";
import { ProgramListing } from "@/moment/program_listing";
import { VariableList } from "@/moment/variable_list";
import type { EpisodeClock } from "@/player/episode_clock";
import { useClockTime } from "@/player/use_clock";

interface Props {
  readonly tracks: EpisodeTracks;
  readonly derived: Derived;
  readonly clock: EpisodeClock;
  /** The program's text, if it is known. */
  readonly program: string | null;
  /** Ids of the curves that are plotted. */
  readonly plotted: readonly string[];
  readonly onPlot: (variable: string, plot: boolean) => void;
}

export function MomentView({ tracks, derived, clock, program, plotted, onPlot }: Props) {
  const { t } = useTranslation("watching");
  useChanges(tracks, 4);
  const now = useClockTime(clock, 8);
  const { steps } = tracks;
  const index = steps.indexAt(now + 1e-9);
  const step = steps.get(index);
  const go = (to: number | null): void => {
    const found = to === null ? null : steps.get(to);
    if (found === null) return;
    clock.pause();
    clock.seek(found.t);
  };
  const toLine = (line: number): void =>
    go(neighbour(steps, index, 1, { line }) ?? neighbour(steps, -1, 1, { line }));
  const { end } = tracks;
  return (
    <div className={classes["moment"]}>
      <div className={classes["program"]}>
        {step === null ? (
          <Text size="sm" c="dimmed">{t("moment_none")}</Text>
        ) : (
          <Calls functions={step.functions} step={step.step} line={step.line} />
        )}
        {program === null ? null : (
          <ProgramListing
            text={program}
            line={step?.line ?? null}
            callers={step?.functions.map(([, line]) => line) ?? []}
            errorLine={end !== null && now >= end.t - 1e-6 ? (end.failure?.line ?? null) : null}
            onLine={toLine}
          />
        )}
      </div>
      <VariableList
        variables={variablesAt(steps, index)}
        t={now}
        derived={derived}
        plotted={plotted}
        onPlot={onPlot}
        onChange={(variable, way) => go(neighbour(steps, index, way, { variable }))}
      />
    </div>
  );
}

function Calls({ functions, step, line }: { functions: readonly (readonly [string, number])[]; step: number; line: number | null }) {
  const { t, i18n } = useTranslation("watching");
  return (
    <Group gap={6} className={classes["calls"] ?? ""}>
      <Badge size="sm" variant="light" tt="none">{t("moment_step", { step: new Intl.NumberFormat(i18n.language).format(step) })}</Badge>
      <ol className={classes["stack"]} aria-label={t("moment_calls")}>
        {functions.map(([name, at], depth) => (
          <li key={depth}>
            <code>{name.startsWith("…") ? t("moment_left_out", { count: Number(/\d+/.exec(name)?.[0] ?? 0) }) : `${name}()`}</code>
            {depth === functions.length - 1 && line !== null ? <Text span size="xs" c="dimmed"> {t("moment_line", { line })}</Text> : null}
            {depth < functions.length - 1 && at > 0 ? <Text span size="xs" c="dimmed"> {at}</Text> : null}
          </li>
        ))}
      </ol>
    </Group>
  );
}
