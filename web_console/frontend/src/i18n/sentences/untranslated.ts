// SPDX-License-Identifier: Apache-2.0
/**
 * Reads texts (JSON: `{"report": [...], "log": [...]}`) from its input and writes those for which there are no German
 * words (JSON: a list). `tests/web_console/sentences/` hands it what the lab really says.
 */
import { readFileSync } from "node:fs";
import { said } from "./sentences.ts";

const texts = JSON.parse(readFileSync(0, "utf8")) as Readonly<Record<"report" | "log", readonly string[]>>;
const voice = { language: "de", titleOf: (name: string): string => name } as const;
const left = (["report", "log"] as const).flatMap((from) =>
  texts[from].filter((text) => {
    const found = said(text, voice, from);
    return found.lang === "en" || (from === "log" && found.text === text);
  }),
);
process.stdout.write(JSON.stringify(left));
