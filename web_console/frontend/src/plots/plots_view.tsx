// SPDX-License-Identifier: Apache-2.0
/** Curves of an episode over time: speeds, distances, what the program plots, and its variables. */
import { Center, MultiSelect, SegmentedControl, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { lazyPart } from "@/components/lazy_part";
import type { Derived } from "@/episode/derived";
import type { EpisodeTracks } from "@/episode/episode_tracks";
import { useChanges } from "@/episode/use_changes";
import { type Curve, curvesOf, GROUPS, type KnownCurve, UNITS } from "@/plots/curves";
import classes from "@/plots/plots.module.css";
import type { EpisodeClock } from "@/player/episode_clock";

const Chart = lazyPart(() => import("@/plots/chart"), null);

const SPANS = [0, 10, 30] as const;
const KNOWN: readonly string[] = ["speed", "turn", "ahead", "left", "right", "nearest"] satisfies KnownCurve[];

interface Props {
  readonly tracks: EpisodeTracks;
  readonly derived: Derived;
  readonly clock: EpisodeClock;
  /** Ids of curves. */
  readonly chosen: readonly string[];
  readonly onChoose: (chosen: readonly string[]) => void;
  readonly span: number;
  readonly onSpan: (span: number) => void;
}

export function PlotsView({ tracks, derived, clock, chosen, onChoose, span, onSpan }: Props) {
  const { t, i18n } = useTranslation("watching");
  useChanges(tracks, 2);
  const curves = curvesOf(tracks, derived);
  const named = (curve: Curve): string =>
    isKnown(curve) ? t(`curve.${curve.name}`) : curve.name;
  const groups = GROUPS.map((group) => ({ group, curves: curves.filter((curve) => curve.group === group) }));
  const shown = groups
    .map(({ group, curves: all }) => ({ group, curves: all.filter((curve) => chosen.includes(curve.id)) }))
    .filter(({ curves: some }) => some.length > 0);
  return (
    <div className={classes["plots"]}>
      <div className={classes["head"]}>
        <MultiSelect
          size="xs"
          className={classes["choice"] ?? ""}
          aria-label={t("plots_choose")}
          placeholder={chosen.length === 0 ? t("plots_choose") : ""}
          data={groups
            .filter(({ curves: all }) => all.length > 0)
            .map(({ group, curves: all }) => ({
              group: t(`group.${group}`),
              items: all.map((curve) => ({ value: curve.id, label: named(curve) })),
            }))}
          value={chosen.filter((id) => curves.some((curve) => curve.id === id))}
          onChange={onChoose}
          searchable
          hidePickedOptions
          comboboxProps={{ shadow: "md" }}
        />
        <SegmentedControl
          size="xs"
          aria-label={t("plots_window")}
          value={String(span)}
          onChange={(value) => onSpan(Number(value))}
          data={SPANS.map((seconds) => ({ value: String(seconds), label: seconds === 0 ? t("plots_all") : t("plots_last", { seconds }) }))}
        />
      </div>
      {shown.length === 0 ? (
        <Center flex={1}><Text size="sm" c="dimmed">{curves.length === 0 ? t("plots_waiting") : t("plots_none")}</Text></Center>
      ) : (
        shown.map(({ group, curves: some }) => {
          const name = UNITS[group] === "" ? t(`group.${group}`) : t("group_unit", { name: t(`group.${group}`), unit: UNITS[group] });
          return (
            <div key={group} className={classes["group"]}>
              <Text size="xs" fw={600} className={classes["title"] ?? ""}>{name}</Text>
              <Chart
                curves={some}
                names={some.map(named)}
                label={t("plots_chart", { name })}
                tracks={tracks}
                clock={clock}
                span={span}
                language={i18n.language}
              />
            </div>
          );
        })
      )}
    </div>
  );
}

function isKnown(curve: Curve): curve is Curve & { name: KnownCurve } {
  return curve.group !== "program" && curve.group !== "variable" && KNOWN.includes(curve.name);
}
