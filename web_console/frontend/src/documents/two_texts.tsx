// SPDX-License-Identifier: Apache-2.0
/** Two texts side by side; what differs is marked by colour, by a sign, and in words for who can't see either. */
import { Text, VisuallyHidden } from "@mantine/core";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { lineDiff } from "@/documents/line_diff";
import classes from "@/documents/two_texts.module.css";

interface Props {
  readonly left: { readonly title: string; readonly text: string };
  readonly right: { readonly title: string; readonly text: string };
}

export function TwoTexts({ left, right }: Props) {
  const { t } = useTranslation("documents");
  const rows = useMemo(() => lineDiff(left.text, right.text), [left.text, right.text]);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // What differs is what one has come to see.
    const first = frame.current?.querySelector<HTMLElement>("tbody tr:not([data-same])");
    if (first != null && frame.current !== null) frame.current.scrollTop = Math.max(0, first.offsetTop - 80);
  }, [rows]);
  if (left.text === right.text) return <Text c="dimmed">{t("same")}</Text>;
  return (
    <div ref={frame} className={classes["frame"]} role="region" aria-label={t("compare")} tabIndex={0}>
      <table className={classes["table"]}>
        <colgroup>
          <col className={classes["numbers"]} />
          <col />
          <col className={classes["numbers"]} />
          <col />
        </colgroup>
        <thead>
          <tr>
            <th scope="col" colSpan={2}>
              {left.title}
            </th>
            <th scope="col" colSpan={2}>
              {right.title}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.left?.line ?? ""}:${row.right?.line ?? ""}`} data-same={row.same || undefined}>
              <td className={classes["number"]} data-side="left">
                {row.left?.line}
                {!row.same && row.left !== null && <span aria-hidden> −</span>}
              </td>
              <td className={classes["code"]} data-side={row.left === null ? undefined : "left"}>
                {row.left?.text}
                {!row.same && (
                  <VisuallyHidden>
                    {row.left === null ? t("differs_right") : row.right === null ? t("differs_left") : t("differs_both")}
                  </VisuallyHidden>
                )}
              </td>
              <td className={classes["number"]} data-side="right">
                {row.right?.line}
                {!row.same && row.right !== null && <span aria-hidden> +</span>}
              </td>
              <td className={classes["code"]} data-side={row.right === null ? undefined : "right"}>
                {row.right?.text}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
