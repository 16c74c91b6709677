// SPDX-License-Identifier: Apache-2.0
/** Simulated time as it is written: minutes, seconds and tenths. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

/** A time such as 1:05.2, with the language's decimal mark. */
export function timeText(seconds: number, language: string): string {
  const tenths = Math.max(0, Math.round(seconds * 10));
  const rest = new Intl.NumberFormat(language, { minimumIntegerDigits: 2, minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return `${Math.floor(tenths / 600)}:${rest.format((tenths % 600) / 10)}`;
}

/** Writes times in the reader's language. */
export function useTimeFormat(): (seconds: number) => string {
  const { i18n } = useTranslation();
  return useMemo(() => (seconds: number) => timeText(seconds, i18n.language), [i18n.language]);
}
