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
    // What is the same in German is kept as it is: the words of a program, but none of the lab's.
    return said(text, voice, from).text === text;
  }),
);
process.stdout.write(JSON.stringify(left));
