// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps `docs/blocks.md` true: all blocks, and the Python that each makes. To write it anew:
 * `sh docker/setup/npm.sh run test -- src/blocks/block_card.test.ts -u`
 */
import { join } from "node:path";
import { expect, it } from "vitest";
import type { BlockDefinition } from "@/blocks/definition/block_definition";
import { speak } from "@/blocks/definition/language";
import { FORMAT } from "@/blocks/document";
import { generateFromBlocks } from "@/blocks/generate";
import { CATEGORIES, CATEGORY_NAMES, registerBlocks } from "@/blocks/registry";
import { block, chain, type Saved } from "@/blocks/testing/building";
import { plainForm } from "@/blocks/toolbox";

const PAGE = join(import.meta.dirname, "../../../../docs/blocks.md");

const HEAD = `# Blocks

<!-- Made by \`sh docker/setup/npm.sh run test -- src/blocks/block_card.test.ts -u\` from the blocks; edit those. -->

Every block stands for a piece of Python, and the Python that a program of blocks makes is the one that somebody would
write who writes code: it needs nothing of ours besides the [robot](robot.md), and runs as it stands. Lengths are metres
and angles radians in Python; on blocks they have units, and \`cm(…)\` and \`deg(…)\` translate. Names are made from what
learners call their things: \`Größe 2\` becomes \`groesse_2\`.

Options of menus are parted by \`/\`; what stands in round brackets is in a socket and can be any other value.

A variable stays within the function that uses it. One that several functions use, or that keeps its value from one call
to the next, stands at the top and is declared \`global\`; one that may be read before it is set begins with 0 (or an
empty list, or None). Blocks that hang on nothing are no part of the program: the editor greys them and says so.

## Add a block

Write a file (or a definition in the file of its family) in \`web_console/frontend/src/blocks/catalogue/\`: its words in
English and German, its parts, and \`python\`, which writes its lines or gives back its expression. Add its line in
\`src/blocks/registry.ts\`, under its category. The tests then make it keep to the rest: that its words name its parts,
that the search finds it, that it comes back from a saved program as it was, and that its Python runs on the real robot
(\`tests/web_console/blocks/\`). A block's \`type\` is in saved programs and never changes.
`;

function label(definition: BlockDefinition): string {
  const words = definition.words.en;
  const shown = words.message.replace(/\n/g, " ").replace(/\{([A-Z0-9_]+)\}/g, (_, name: string) => {
    const part = definition.parts[name];
    if (part?.kind === "menu") return `[${part.options.map((option) => words.menus?.[name]?.[option] ?? option).join(" / ")}]`;
    if (part?.kind === "number") return String(part.value);
    if (part?.kind === "angle") return `${part.value}°`;
    if (part?.kind === "colour") return "[red / orange / yellow / green / blue / purple]";
    if (part?.kind === "socket") return "( )";
    if (part?.kind === "body") return "…";
    return `[${words.defaults?.[name] ?? ""}]`;
  });
  return shown.replace(/\|/g, "\\|").replace(/\s+/g, " ").trim();
}

/** The Python of a block alone. */
function python(definition: BlockDefinition): string[] {
  const form = JSON.parse(JSON.stringify(plainForm(definition, "en"))) as Saved;
  const { kind } = definition.shape;
  const inside: Saved =
    kind === "value" ? block("set_variable", { VARIABLE: { name: "it" }, VALUE: form })
    : form.type === "leave_loop" ? block("repeat", { TIMES: block("number", { NUMBER: 1 }), DO: [form] })
    : form;
  const tops: Saved[] =
    kind === "top" && form.type !== "start" ? [block("start"), { ...form, y: 200 }]
    : form.type === "start" ? [form]
    : ["give_back", "end_function"].includes(form.type) ? [block("start"), { ...block("function_define", { NAME: "f", DO: [inside] }), y: 200 }]
    : [chain([block("start"), inside])];
  const { text } = generateFromBlocks(JSON.stringify({ format: FORMAT, blocks: { languageVersion: 0, blocks: tops } }));
  const lines = text.trimEnd().split("\n").filter((line) => line !== "" && !line.startsWith("import "));
  if (kind === "top") return form.type === "start" ? lines : lines.slice(2);
  const own = lines.filter((line) => !line.startsWith("def ")).map((line) => line.slice(4));
  if (kind === "value") return own.slice(-1).map((line) => line.replace(/^it = /, ""));
  if (form.type === "leave_loop") return own.slice(1).map((line) => line.trim());
  return ["give_back", "end_function"].includes(form.type) ? own.slice(-1) : own.filter((line) => !/^[a-z_]+ = (0|\[\]|None)$/.test(line) || form.type === "set_variable");
}

it("docs/blocks.md lists every block with its Python", async () => {
  registerBlocks();
  speak("en");
  const sections = CATEGORY_NAMES.map((name) => {
    const rows = (CATEGORIES[name].blocks as readonly BlockDefinition[])
      .filter((definition) => definition.hidden !== true)
      .map((definition) => `| ${label(definition)} | ${python(definition).map((line) => `\`${line.replace(/ {4}/g, "\u00a0\u00a0\u00a0\u00a0").replace(/\|/g, "\\|")}\``).join("<br>")} | ${definition.words.en.tooltip} |`);
    return `## ${CATEGORIES[name].words.en.name}\n\n| block | Python | |\n|---|---|---|\n${rows.join("\n")}\n`;
  });
  await expect([HEAD, ...sections].join("\n")).toMatchFileSnapshot(PAGE);
});
