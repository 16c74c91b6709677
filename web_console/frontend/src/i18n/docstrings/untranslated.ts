// SPDX-License-Identifier: Apache-2.0
/**
 * Reads docstrings (JSON: a list of Markdown) from its input and writes which of their pieces have no German words, and
 * which German words belong to none of them (JSON: `{"missing": [...], "unused": [...]}`).
 * `tests/web_console/sentences/` hands it what the lab really says of the robot.
 */
import { readFileSync } from "node:fs";
import { docBlocks } from "./docstrings.ts";
import { robot } from "./robot.ts";

const docs = JSON.parse(readFileSync(0, "utf8")) as readonly string[];
const pieces = (language: string): { text: string; lang: string | undefined }[] =>
  docs.flatMap((doc) => docBlocks(doc, language).flatMap((block) => block.pieces));
const said = new Set(pieces("en").map(({ text }) => text));
const missing = pieces("de").filter(({ lang }) => lang === "en").map(({ text }) => text);
const unused = Object.keys(robot).filter((text) => !said.has(text));
process.stdout.write(JSON.stringify({ missing: [...new Set(missing)], unused }));
