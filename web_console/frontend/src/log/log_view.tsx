// SPDX-License-Identifier: Apache-2.0
/** What the program said: as many lines as it likes, of which only those in sight are made. A line leads to its moment. */
import { Alert, Button, Center, Group, Text, TextInput } from "@mantine/core";
import { IconAlertTriangle, IconArrowBarToDown, IconSearch } from "@tabler/icons-react";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { EpisodeTracks } from "@/episode/episode_tracks";
import type { LogFrame, ProgramFailure } from "@/episode/frames";
import { lastNotAfter } from "@/episode/series";
import { useChanges } from "@/episode/use_changes";
import { Sentence, useSaid } from "@/i18n/sentences/use_said";
import classes from "@/log/log_view.module.css";
import type { EpisodeClock } from "@/player/episode_clock";
import { useTimeFormat } from "@/player/time_format";
import { useClockTime } from "@/player/use_clock";

const ROW_PX = 26;
const SPARE_ROWS = 8;

interface Props {
  readonly tracks: EpisodeTracks;
  readonly clock: EpisodeClock;
}

export function LogView({ tracks, clock }: Props) {
  const { t } = useTranslation("watching");
  useChanges(tracks, 5);
  const [search, setSearch] = useState("");
  const say = useSaid();
  const wanted = search.trim().toLowerCase();
  const holds = (line: LogFrame): boolean => say(line.text, "log").text.toLowerCase().includes(wanted);
  const lines = wanted === "" ? tracks.log.all : tracks.log.all.filter(holds);
  const failure = tracks.end?.failure ?? null;
  return (
    <div className={classes["log"]}>
      <TextInput
        size="xs"
        aria-label={t("log_search")}
        placeholder={t("log_search")}
        leftSection={<IconSearch size={14} aria-hidden />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {failure === null ? null : <Failure failure={failure} onShow={() => clock.seek(tracks.end?.t ?? clock.end)} />}
      {tracks.log.leftOut > 0 ? <Text size="xs" c="dimmed">{t("log_left_out")}</Text> : null}
      {lines.length === 0 ? (
        <Center flex={1} p="md"><Text size="sm" c="dimmed">{search === "" ? t("log_empty") : t("log_none")}</Text></Center>
      ) : (
        <Lines lines={lines} clock={clock} />
      )}
    </div>
  );
}

function Failure({ failure, onShow }: { failure: ProgramFailure; onShow: () => void }) {
  const { t } = useTranslation("watching");
  const title = failure.line === null ? t("error_title") : t("error_at", { line: failure.line });
  return (
    <Alert color="red" p="xs" icon={<IconAlertTriangle size={18} />} title={title}>
      <Text size="sm"><Sentence text={failure.message} /></Text>
      {failure.hint === "" ? null : <Text size="sm" mt={2}><Sentence text={failure.hint} /></Text>}
      <Button size="compact-xs" variant="default" mt={6} onClick={onShow}>{t("error_show")}</Button>
    </Alert>
  );
}

function Lines({ lines, clock }: { lines: readonly LogFrame[]; clock: EpisodeClock }) {
  const { t } = useTranslation("watching");
  const time = useTimeFormat();
  const say = useSaid();
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(200);
  /** The list goes with the time until one scrolls it oneself. */
  const [follows, setFollows] = useState(true);
  const scrolledTo = useRef(-1);
  const now = useClockTime(clock, 8);
  const current = lastNotAfter(lines.length, (index) => lines[index]?.t ?? 0, now + 1e-9);

  useEffect(() => {
    const element = list.current;
    if (element === null) return undefined;
    const resized = new ResizeObserver(() => setHeight(element.clientHeight));
    resized.observe(element);
    return () => resized.disconnect();
  }, []);
  useEffect(() => {
    const element = list.current;
    if (element === null || !follows) return;
    const wanted = Math.max(0, Math.min((current + 1) * ROW_PX - element.clientHeight + ROW_PX, lines.length * ROW_PX - element.clientHeight));
    scrolledTo.current = Math.round(wanted);
    element.scrollTop = wanted;
  }, [current, follows, lines.length, height]);

  const first = Math.max(0, Math.floor(top / ROW_PX) - SPARE_ROWS);
  const last = Math.min(lines.length, Math.ceil((top + height) / ROW_PX) + SPARE_ROWS);
  const go = (index: number): void => {
    const line = lines[Math.min(Math.max(0, index), lines.length - 1)];
    if (line !== undefined) clock.seek(line.t);
  };
  return (
    <div className={classes["frame"]}>
      <div
        ref={list}
        className={classes["list"]}
        role="listbox"
        tabIndex={0}
        aria-label={t("log_list")}
        aria-activedescendant={current >= first && current < last ? `${id}-${current}` : undefined}
        onScroll={(event) => {
          setTop(event.currentTarget.scrollTop);
          if (Math.abs(event.currentTarget.scrollTop - scrolledTo.current) > 2) setFollows(false);
        }}
        onKeyDown={(event) => {
          const step = { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10 }[event.key];
          if (step === undefined) return;
          event.preventDefault();
          setFollows(true);
          go(current + step);
        }}
      >
        <div style={{ height: lines.length * ROW_PX }} className={classes["all"]}>
          {lines.slice(first, last).map((line, offset) => {
            const index = first + offset;
            const { text } = say(line.text, "log");
            return (
              <div
                key={index}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === current}
                aria-setsize={lines.length}
                aria-posinset={index + 1}
                className={classes["line"]}
                data-coming={index > current || undefined}
                style={{ top: index * ROW_PX }}
                title={text}
                onClick={() => go(index)}
              >
                <span className={classes["time"]}>{time(line.t)}</span>{" "}
                <span className={classes["number"]}>{line.line === null ? "" : t("log_line", { line: line.line })}</span>{" "}
                <span className={classes["text"]}>{text}</span>
              </div>
            );
          })}
        </div>
      </div>
      {follows ? null : (
        <Group className={classes["back"] ?? ""}>
          <Button size="compact-xs" leftSection={<IconArrowBarToDown size={14} aria-hidden />} onClick={() => setFollows(true)}>
            {t("log_now")}
          </Button>
        </Group>
      )}
    </div>
  );
}
