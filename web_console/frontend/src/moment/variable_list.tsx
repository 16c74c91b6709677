// SPDX-License-Identifier: Apache-2.0
/** The program's variables at the moment: what changed, how it went so far, and where it changes before and after. */
import { Button, Center, Group, Text } from "@mantine/core";
import { IconChartLine, IconChevronDown, IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Derived } from "@/episode/derived";
import type { VariableNow } from "@/moment/moment";
import classes from "@/moment/moment_view.module.css";
import { Sparkline } from "@/moment/sparkline";

interface Props {
  readonly variables: readonly VariableNow[];
  readonly t: number;
  readonly derived: Derived;
  /** Ids of the curves that are plotted. */
  readonly plotted: readonly string[];
  readonly onPlot: (variable: string, plot: boolean) => void;
  readonly onChange: (variable: string, way: 1 | -1) => void;
}

export function VariableList({ variables, ...rest }: Props) {
  const { t } = useTranslation("watching");
  /** The variable of which all is shown. */
  const [open, setOpen] = useState<string | null>(null);
  if (variables.length === 0) {
    return <Center className={classes["variables"] ?? ""}><Text size="sm" c="dimmed">{t("variables_none")}</Text></Center>;
  }
  return (
    <ul className={classes["variables"]} aria-label={t("variables")}>
      {variables.map((variable) => (
        <Variable
          key={variable.name}
          variable={variable}
          open={open === variable.name}
          onOpen={() => setOpen(open === variable.name ? null : variable.name)}
          {...rest}
        />
      ))}
    </ul>
  );
}

interface VariableProps extends Omit<Props, "variables"> {
  readonly variable: VariableNow;
  readonly open: boolean;
  readonly onOpen: () => void;
}

function Variable({ variable, open, onOpen, t: now, derived, plotted, onPlot, onChange }: VariableProps) {
  const { t } = useTranslation("watching");
  const more = useId();
  const { name, value, changed, before } = variable;
  const track = derived.variables.byName.get(name);
  const isPlotted = plotted.includes(`variable:${name}`);
  return (
    <li className={classes["variable"]} data-changed={changed || undefined}>
      <button type="button" className={classes["variable_head"]} aria-expanded={open} aria-controls={more} onClick={onOpen}>
        <code className={classes["name"]}>{name}</code>{" "}
        <code className={classes["value"]}>{value}</code>{" "}
        {/* In a word, not by colour alone. */}
        {changed ? (
          <span className={classes["change"]} title={before === null ? t("new_variable") : t("was", { value: before })}>
            <span>{before === null ? t("new_variable") : t("changed")}</span>
          </span>
        ) : null}
        {track === undefined ? null : <span className={classes["spark"]}><Sparkline track={track} t={now} /></span>}
        <IconChevronDown size={14} aria-hidden className={classes["chevron"]} />
      </button>
      <div id={more} hidden={!open} className={classes["variable_more"]}>
        <code className={classes["whole"]}>{value}</code>
        {changed && before !== null ? <Text size="xs" c="dimmed">{t("was", { value: before })}</Text> : null}
        <Group gap={4} mt={4}>
          <Button size="compact-xs" variant="default" leftSection={<IconChevronLeft size={14} aria-hidden />} aria-label={t("previous_change", { name })} onClick={() => onChange(name, -1)}>{t("change_before")}</Button>
          <Button size="compact-xs" variant="default" rightSection={<IconChevronRight size={14} aria-hidden />} aria-label={t("next_change", { name })} onClick={() => onChange(name, 1)}>{t("change_after")}</Button>
          {track === undefined ? null : (
            <Button size="compact-xs" variant={isPlotted ? "light" : "default"} leftSection={<IconChartLine size={14} aria-hidden />} aria-pressed={isPlotted} aria-label={t("plot_variable", { name })} onClick={() => onPlot(name, !isPlotted)}>
              {t("plot")}
            </Button>
          )}
        </Group>
      </div>
    </li>
  );
}
