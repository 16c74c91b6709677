// SPDX-License-Identifier: Apache-2.0
/** The line of time: where one is, what happened when, and a handle to go elsewhere. */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useTimeFormat } from "@/player/time_format";
import type { EpisodeClock } from "@/player/episode_clock";
import type { Mark } from "@/player/marks";
import classes from "@/player/scrubber.module.css";
import { useClockTime } from "@/player/use_clock";

const SIGNS = { zone: "●", touch: "▲", error: "✕", end: "■" } as const;

interface Props {
  readonly clock: EpisodeClock;
  readonly end: number;
  readonly marks: readonly Mark[];
}

export function Scrubber({ clock, end, marks }: Props) {
  const { t } = useTranslation("watching");
  const time = useTimeFormat();
  const rail = useRef<HTMLDivElement>(null);
  const fill = useRef<HTMLDivElement>(null);
  const thumb = useRef<HTMLDivElement>(null);
  const now = useClockTime(clock, 4);
  const [hovered, setHovered] = useState<number | null>(null);
  const length = Math.max(end, 0.001);
  useEffect(() => {
    const place = (): void => {
      const share = Math.min(1, clock.time / length);
      if (fill.current !== null) fill.current.style.transform = `scaleX(${share})`;
      if (thumb.current !== null) thumb.current.style.left = `${100 * share}%`;
    };
    place();
    return clock.subscribe(place);
  }, [clock, length]);

  const timeAt = (clientX: number): number => {
    const box = rail.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return 0;
    return length * Math.min(1, Math.max(0, (clientX - box.left) / box.width));
  };
  const keyed = (event: React.KeyboardEvent): void => {
    const to = KEYS[event.key]?.(clock.time, clock.end);
    if (to === undefined) return;
    event.preventDefault();
    clock.seek(to);
  };
  return (
    <div
      className={classes["scrubber"]}
      role="slider"
      tabIndex={0}
      aria-label={t("time")}
      aria-valuemin={0}
      aria-valuemax={Math.round(10 * end) / 10}
      aria-valuenow={Math.round(10 * now) / 10}
      aria-valuetext={t("time_of", { now: time(now), end: time(end) })}
      onKeyDown={keyed}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        clock.seek(timeAt(event.clientX));
      }}
      onPointerMove={(event) => {
        setHovered(timeAt(event.clientX));
        if (event.currentTarget.hasPointerCapture(event.pointerId)) clock.seek(timeAt(event.clientX));
      }}
      onPointerLeave={() => setHovered(null)}
    >
      <div ref={rail} className={classes["rail"]}>
        <div ref={fill} className={classes["fill"]} />
        {marks.map((mark, index) => (
          <span
            key={index}
            className={classes["mark"]}
            aria-hidden
            style={{ left: `${100 * Math.min(1, mark.t / length)}%`, color: mark.colour }}
          >
            {SIGNS[mark.kind]}
          </span>
        ))}
        <div ref={thumb} className={classes["thumb"]} />
        {hovered === null ? null : (
          <div className={classes["hover"]} style={{ left: `${(100 * hovered) / length}%` }} aria-hidden>
            {time(hovered)}
          </div>
        )}
      </div>
    </div>
  );
}

const KEYS: Readonly<Record<string, (time: number, end: number) => number>> = {
  ArrowLeft: (time) => time - 1,
  ArrowDown: (time) => time - 1,
  ArrowRight: (time) => time + 1,
  ArrowUp: (time) => time + 1,
  PageDown: (time) => time - 5,
  PageUp: (time) => time + 5,
  Home: () => 0,
  End: (_, end) => end,
};
