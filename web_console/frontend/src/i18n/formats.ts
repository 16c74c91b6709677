// SPDX-License-Identifier: Apache-2.0
/** Dates and numbers as the chosen language writes them. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

export interface Formats {
  /** A number with up to so many digits behind the point. */
  readonly number: (value: number, digits?: number) => string;
  /** Date and time. */
  readonly dateTime: (iso: string) => string;
  /** How long ago, such as “5 minutes ago”; from a week on the date. */
  readonly ago: (iso: string, now?: number) => string;
  /** A length of time in s, such as “1:05” (minutes and seconds). */
  readonly clock: (seconds: number) => string;
  /** A length of time in s in words, such as “about 2 minutes”'s “2 minutes”. */
  readonly duration: (seconds: number) => string;
}

const STEPS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** The formats of a language. */
export function formatsOf(language: string): Formats {
  const dates = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  const agos = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const unit = (value: number, name: "second" | "minute"): string =>
    new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "long" }).format(value);
  return {
    number: (value, digits = 1) => new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value),
    dateTime: (iso) => dates.format(new Date(iso)),
    ago(iso, now = Date.now()) {
      const seconds = Math.max(0, (now - new Date(iso).getTime()) / 1_000);
      if (seconds >= 7 * 86_400) return dates.format(new Date(iso));
      for (const [name, length] of STEPS) {
        if (seconds >= length) return agos.format(-Math.floor(seconds / length), name);
      }
      return agos.format(0, "second");
    },
    clock(seconds) {
      const whole = Math.max(0, Math.round(seconds));
      return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
    },
    duration: (seconds) =>
      seconds < 90 ? unit(Math.max(1, Math.round(seconds)), "second") : unit(Math.round(seconds / 60), "minute"),
  };
}

/** The formats of the chosen language. */
export function useFormats(): Formats {
  const { i18n } = useTranslation();
  return useMemo(() => formatsOf(i18n.language), [i18n.language]);
}
