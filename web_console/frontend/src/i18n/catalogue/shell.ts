// SPDX-License-Identifier: Apache-2.0
import { texts } from "@/i18n/texts";

export const shell = texts({
  en: {
    product: "VALENCE Robotics Lab",
    language: "Language",
    english: "English",
    german: "Deutsch",
    dark: "Use the dark theme",
    light: "Use the light theme",
    skip: "Skip to the content",
  },
  de: {
    product: "VALENCE Robotiklabor",
    language: "Sprache",
    english: "English",
    german: "Deutsch",
    dark: "Dunkles Design verwenden",
    light: "Helles Design verwenden",
    skip: "Zum Inhalt springen",
  },
});
