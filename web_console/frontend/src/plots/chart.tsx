// SPDX-License-Identifier: Apache-2.0
/** One plot: curves over time, with a line at the moment that is looked at. A click goes to another one. */
import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { EpisodeTracks } from "@/episode/episode_tracks";
import { aligned, type Curve, valueAt } from "@/plots/curves";
import { curveLook } from "@/plots/curve_look";
import classes from "@/plots/plots.module.css";
import type { EpisodeClock } from "@/player/episode_clock";

/** Live curves grow so often a second at most. */
const EVERY_MS = 250;
const AXIS_FONT = "12px system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif";

interface Props {
  readonly curves: readonly Curve[];
  readonly names: readonly string[];
  readonly label: string;
  readonly tracks: EpisodeTracks;
  readonly clock: EpisodeClock;
  /** Seconds before the moment that are shown; 0 for all. */
  readonly span: number;
  readonly language: string;
}

export default function Chart({ curves, names, label, tracks, clock, span, language }: Props) {
  const dark = useComputedColorScheme("light") === "dark";
  const place = useRef<HTMLDivElement>(null);
  const values = useRef<HTMLUListElement>(null);
  const key = curves.map((curve) => curve.id).join(" ");
  const newest = useRef(curves);
  useEffect(() => {
    newest.current = curves;
  });

  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const number = new Intl.NumberFormat(language, { maximumFractionDigits: 3 });
    const axis = {
      stroke: dark ? "#a2adb8" : "#56626d",
      font: AXIS_FONT,
      grid: { stroke: dark ? "#323a42" : "#e3e8ec", width: 1 },
      ticks: { stroke: dark ? "#323a42" : "#e3e8ec", width: 1, size: 4 },
      values: (_: uPlot, splits: number[]) => splits.map((split) => number.format(split)),
    };
    const plot = new uPlot(
      {
        width: Math.max(50, element.clientWidth),
        height: Math.max(60, element.clientHeight),
        padding: [6, 8, 0, 0],
        legend: { show: false },
        cursor: { drag: { x: false, y: false, setScale: false }, points: { size: 6 }, sync: { key: "episode" } },
        scales: { x: { time: false } },
        hooks: { draw: [(drawn: uPlot) => placeLine(drawn, line, clock)] },
        axes: [
          { ...axis, size: 24, gap: 2 },
          { ...axis, size: 46, gap: 3, space: 26 },
        ],
        series: [
          {},
          ...newest.current.map((_, index) => {
            const look = curveLook(index, dark);
            return { stroke: look.colour, width: 1.75, dash: [...look.dash], spanGaps: false, points: { show: false } };
          }),
        ],
      },
      aligned(newest.current),
      element,
    );
    const line = document.createElement("div");
    line.className = classes["now"] ?? "";
    plot.over.append(line);
    const stops = [keepUp(plot, newest, clock, tracks, span, line, values, number), seekByHand(plot, clock)];
    const resized = new ResizeObserver(() => {
      plot.setSize({ width: Math.max(50, element.clientWidth), height: Math.max(60, element.clientHeight) });
    });
    resized.observe(element);
    return () => {
      resized.disconnect();
      stops.forEach((stop) => stop());
      plot.destroy();
    };
  }, [key, dark, clock, tracks, span, language]);

  return (
    <figure className={classes["chart"]} aria-label={label}>
      <ul ref={values} className={classes["legend"]}>
        {names.map((name, index) => {
          const { colour, dash } = curveLook(index, dark);
          return (
            <li key={name}>
              <svg width="22" height="8" aria-hidden><line x1="0" y1="4" x2="22" y2="4" stroke={colour} strokeWidth="2.5" strokeDasharray={dash.join(" ")} /></svg>
              {name} <b />
            </li>
          );
        })}
      </ul>
      <div ref={place} className={classes["plot"]} aria-hidden />
    </figure>
  );
}

/** Keeps a plot up with what comes and with the moment that is looked at, until what it returns is called. */
function keepUp(
  plot: uPlot,
  curves: { readonly current: readonly Curve[] },
  clock: EpisodeClock,
  tracks: EpisodeTracks,
  span: number,
  line: HTMLElement,
  values: { readonly current: HTMLElement | null },
  number: Intl.NumberFormat,
): () => void {
  let timer: number | null = null;
  const window_ = (): [number, number] => (span > 0 ? [Math.max(0, clock.time - span), Math.max(span, clock.time)] : [0, Math.max(clock.end, 0.1)]);
  const move = (): void => {
    const [low, high] = window_();
    const { x } = plot.scales;
    if (x !== undefined && (x.min !== low || x.max !== high)) plot.setScale("x", { min: low, max: high });
    placeLine(plot, line, clock);
    values.current?.querySelectorAll("b").forEach((element, index) => {
      const curve = curves.current[index];
      const value = curve === undefined ? Number.NaN : valueAt(curve, clock.time);
      element.textContent = Number.isNaN(value) ? "–" : Number.isFinite(value) ? number.format(value) : "∞";
    });
  };
  const grow = (): void => {
    timer ??= window.setTimeout(() => {
      timer = null;
      plot.setData(aligned(curves.current), false);
      const [low, high] = window_();
      plot.setScale("x", { min: low, max: high });
      move();
    }, EVERY_MS);
  };
  const [low, high] = window_();
  plot.setScale("x", { min: low, max: high });
  move();
  const stops = [clock.subscribe(move), tracks.subscribe(grow)];
  return () => {
    stops.forEach((stop) => stop());
    if (timer !== null) window.clearTimeout(timer);
  };
}

function placeLine(plot: uPlot, line: HTMLElement, clock: EpisodeClock): void {
  const left = plot.valToPos(clock.time, "x");
  if (Number.isFinite(left)) line.style.transform = `translateX(${Math.round(left)}px)`;
}

/** Goes to the time at which one clicks, or along which one drags. */
function seekByHand(plot: uPlot, clock: EpisodeClock): () => void {
  const stop = new AbortController();
  const seek = (event: PointerEvent): void => {
    clock.seek(plot.posToVal(event.clientX - plot.over.getBoundingClientRect().left, "x"));
  };
  plot.over.addEventListener(
    "pointerdown",
    (event) => {
      plot.over.setPointerCapture(event.pointerId);
      seek(event);
    },
    { signal: stop.signal },
  );
  plot.over.addEventListener(
    "pointermove",
    (event) => {
      if (plot.over.hasPointerCapture(event.pointerId)) seek(event);
    },
    { signal: stop.signal },
  );
  return () => stop.abort();
}
