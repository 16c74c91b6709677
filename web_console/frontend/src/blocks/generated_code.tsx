// SPDX-License-Identifier: Apache-2.0
/** Python to be read: with colours, line numbers, the line that is being carried out, and the lines of the selected block. */
import "@/blocks/generated_code.css";
import { Text } from "@mantine/core";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { pythonTokens } from "@/blocks/python_tokens";

interface GeneratedCodeProps {
  readonly text: string;
  /** Line that is being carried out, from 1. */
  readonly highlightLine: number | null;
  readonly selectedLines?: ReadonlySet<number>;
  /** Is told which line was clicked on. */
  readonly onLine?: (line: number) => void;
}

const NONE: ReadonlySet<number> = new Set();

export function GeneratedCode({ text, highlightLine, selectedLines = NONE, onLine }: GeneratedCodeProps) {
  const { t } = useTranslation("blocks");
  const lines = useMemo(() => text.replace(/\n$/, "").split("\n").map(pythonTokens), [text]);
  const list = useRef<HTMLOListElement>(null);
  const shownLine = highlightLine ?? Math.min(...selectedLines);
  useEffect(() => {
    if (Number.isFinite(shownLine)) list.current?.children[shownLine - 1]?.scrollIntoView({ block: "nearest" });
  }, [shownLine]);
  return (
    <section className="blocksCode" aria-label={t("pythonTitle")}>
      <ol ref={list} tabIndex={0} aria-label={t("pythonTitle")}>
        {lines.map((tokens, index) => {
          const number = index + 1;
          return (
            <li
              key={number}
              data-running={number === highlightLine || undefined}
              data-selected={selectedLines.has(number) || undefined}
              aria-current={number === highlightLine ? "step" : undefined}
              onClick={onLine === undefined ? undefined : () => onLine(number)}
            >
              <code>
                {tokens.map((token, at) => (
                  <span key={at} data-token={token.kind}>
                    {token.text}
                  </span>
                ))}
              </code>
            </li>
          );
        })}
      </ol>
      {onLine !== undefined && (
        <Text size="xs" className="blocksCodeHint">
          {t("pythonHint")}
        </Text>
      )}
    </section>
  );
}
