// SPDX-License-Identifier: Apache-2.0
/** What the criteria of a mission are called for people. */
import { useTranslation } from "react-i18next";
import { checks } from "@/i18n/catalogue/checks";

interface Criterion {
  readonly name: string;
  readonly check: string;
}

/** A name such as `short_way` as one reads it. */
export function readable(name: string): string {
  const words = name.replaceAll("_", " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function isKnown(check: string): check is keyof typeof checks.en {
  return Object.hasOwn(checks.en, check);
}

/** Titles by name: what the check measures; with its own name where two criteria share a check. */
export function useCriterionTitles(criteria: readonly Criterion[]): (name: string) => string {
  const { t } = useTranslation("checks");
  return (name) => {
    const criterion = criteria.find((one) => one.name === name);
    if (criterion === undefined || !isKnown(criterion.check)) return readable(name);
    const alone = criteria.filter((one) => one.check === criterion.check).length === 1;
    return alone ? t(criterion.check) : `${t(criterion.check)} (${readable(name)})`;
  };
}
