// SPDX-License-Identifier: Apache-2.0
/** The curves of a training while it goes on: each by its own scale but for scores, which lie between 0 and 1. */
import { Text, useComputedColorScheme } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormats } from "@/i18n/formats";
import classes from "@/learning/learning_panel.module.css";
import { curveLook } from "@/plots/curve_look";

const WIDTH = 320;
const HEIGHT = 84;
const MARGIN = 4;

interface Curve {
  readonly name: string;
  readonly values: readonly number[];
}

/** The points of a curve in its small picture; null while there is nothing to draw. */
export function curvePoints({ name, values }: Curve): string | null {
  if (values.length < 2) return null;
  const isShare = name.includes("score") && values.every((value) => value >= 0 && value <= 1);
  const low = isShare ? 0 : Math.min(...values);
  const high = isShare ? 1 : Math.max(...values);
  const room = high - low || 1;
  return values
    .map((value, index) => {
      const x = MARGIN + (index / (values.length - 1)) * (WIDTH - 2 * MARGIN);
      const y = HEIGHT - MARGIN - ((value - low) / room) * (HEIGHT - 2 * MARGIN);
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(" ");
}

export function LearningCurves({ curves }: { curves: readonly Curve[] }) {
  const { t } = useTranslation("learning");
  const formats = useFormats();
  const dark = useComputedColorScheme("light") === "dark";
  const drawn = curves.map((curve, index) => ({ ...curve, points: curvePoints(curve), look: curveLook(index, dark) }));
  if (drawn.every(({ points }) => points === null)) return null;
  return (
    <div>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" className={classes["curves"]} role="img" aria-label={t("curves")}>
        {drawn.map(({ name, points, look }) =>
          points === null ? null : (
            <polyline key={name} points={points} fill="none" stroke={look.colour} strokeWidth="2" strokeDasharray={look.dash.join(" ")} vectorEffect="non-scaling-stroke" />
          ),
        )}
      </svg>
      <ul className={classes["legend"]}>
        {drawn.map(({ name, values, look }) => (
          <li key={name}>
            <Text size="xs" component="span" style={{ color: look.colour }}>
              {t("curve_value", { name, value: formats.number(values.at(-1) ?? 0, 3) })}
            </Text>
          </li>
        ))}
      </ul>
    </div>
  );
}
