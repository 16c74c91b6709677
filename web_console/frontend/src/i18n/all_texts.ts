// SPDX-License-Identifier: Apache-2.0
/** Makes the whole catalogue known; imported before a page that needs more than the parts that are there from the start. */
import i18next from "i18next";
import { catalogue } from "@/i18n/catalogue";
import "@/i18n/i18n"; // begins; before that there is nothing to add to
import { LANGUAGES } from "@/i18n/texts";

for (const [part, both] of Object.entries(catalogue)) {
  for (const language of LANGUAGES) i18next.addResourceBundle(language, part, both[language]);
}
