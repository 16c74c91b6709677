// SPDX-License-Identifier: Apache-2.0
/** Languages at work: which one is spoken, and how it is changed without losing one's place. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type { catalogue } from "@/i18n/catalogue";
import { firstParts } from "@/i18n/catalogue/first";
import { LANGUAGES, type Language, type Tree } from "@/i18n/texts";

type Namespaces<L extends Language> = { [N in keyof typeof catalogue]: (typeof catalogue)[N][L] };

function firstTexts(language: Language): Record<string, Tree> {
  return Object.fromEntries(Object.entries(firstParts).map(([part, both]) => [part, both[language]]));
}

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "shell";
    resources: Namespaces<"en">;
    returnNull: false;
  }
}

const KEPT_UNDER = "valence.language";

/** The language that was chosen before, or else the browser's, or else English. */
export function preferredLanguage(): Language {
  const wanted = [localStorage.getItem(KEPT_UNDER) ?? "", ...navigator.languages];
  for (const one of wanted) {
    const found = LANGUAGES.find((name) => one.toLowerCase().startsWith(name));
    if (found !== undefined) return found;
  }
  return "en";
}

/** Speaks another language from now on, here and at the next visit. */
export async function chooseLanguage(name: Language): Promise<void> {
  localStorage.setItem(KEPT_UNDER, name);
  await i18next.changeLanguage(name);
}

i18next.on("languageChanged", (name) => {
  document.documentElement.lang = name;
});

export const ready = i18next.use(initReactI18next).init({
  lng: preferredLanguage(),
  fallbackLng: "en",
  defaultNS: "shell",
  resources: { en: firstTexts("en"), de: firstTexts("de") },
  interpolation: { escapeValue: false },
  returnNull: false,
});
