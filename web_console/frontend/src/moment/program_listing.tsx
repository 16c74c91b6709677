// SPDX-License-Identifier: Apache-2.0
/** The program, always at the line that acts at the moment; a line leads to the next moment at which it acts. */
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import classes from "@/moment/moment_view.module.css";

interface Props {
  readonly text: string;
  /** The line that acts, 1 first. */
  readonly line: number | null;
  /** The lines at which the functions around it are. */
  readonly callers: readonly number[];
  readonly errorLine: number | null;
  readonly onLine: (line: number) => void;
}

export function ProgramListing({ text, line, callers, errorLine, onLine }: Props) {
  const { t } = useTranslation("watching");
  const lines = useMemo(() => text.replace(/\n$/, "").split("\n"), [text]);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const element = list.current;
    const current = line === null ? null : (element?.children[line - 1] as HTMLElement | undefined);
    if (element === null || current === undefined || current === null) return;
    const [top, bottom] = [current.offsetTop, current.offsetTop + current.offsetHeight];
    // Only as far as it must: a program that loops does not swing up and down.
    if (top < element.scrollTop + 24 || bottom > element.scrollTop + element.clientHeight - 24) {
      element.scrollTop = top - element.clientHeight / 2;
    }
  }, [line]);
  return (
    <ol ref={list} className={classes["listing"]} aria-label={t("program_lines")} tabIndex={0}>
      {lines.map((content, index) => {
        const number = index + 1;
        return (
          <li
            key={number}
            className={classes["code_line"]}
            aria-current={number === line ? "step" : undefined}
            data-caller={(number !== line && callers.includes(number)) || undefined}
            data-error={number === errorLine || undefined}
          >
            <button type="button" tabIndex={-1} className={classes["code_number"]} aria-label={t("program_go", { line: number })} onClick={() => onLine(number)}>
              {number}
            </button>
            <code>{content === "" ? " " : content}</code>
          </li>
        );
      })}
    </ol>
  );
}
