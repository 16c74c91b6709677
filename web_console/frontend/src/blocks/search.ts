// SPDX-License-Identifier: Apache-2.0
/** Finds blocks by what is written on them, by what they do, and by the Python that they make. */
import type { BlockDefinition } from "@/blocks/definition/block_definition";
import { allForms, type ToolboxBlock } from "@/blocks/toolbox";
import type { Language } from "@/i18n/texts";

const MOST = 25;

/** Small letters without accents: “Größe” is found by “grosse”, “groesse” and “größe”. */
function plain(text: string): string {
  return text.toLowerCase().replace(/ä/g, "ae").replace(/ö/g, "oe").replace(/ü/g, "ue").replace(/ß/g, "ss").normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
}

function wordsIn(text: string): string[] {
  return plain(text).split(/[^\p{L}\p{N}_°≤≥≠∞π<>=+−×÷^]+/u).filter((word) => word !== "");
}

interface Entry {
  readonly title: readonly string[];
  readonly others: readonly string[];
}

function entry(definition: BlockDefinition, language: Language): Entry {
  const { message, tooltip, search, menus } = definition.words[language];
  const labels = Object.values(menus ?? {}).flatMap((menu) => Object.values(menu));
  return {
    title: wordsIn(message.replace(/\{[A-Z0-9_]+\}/g, " ")),
    others: wordsIn([tooltip, search ?? "", definition.type.replace(/_/g, " "), definition.type, ...labels].join(" ")),
  };
}

/** How well a word that was asked for fits: 0 not at all, more is better. */
function fit(asked: string, { title, others }: Entry): number {
  if (title.some((word) => word === asked)) return 5;
  if (title.some((word) => word.startsWith(asked))) return 4;
  if (others.some((word) => word === asked)) return 3;
  if (others.some((word) => word.startsWith(asked))) return 2;
  return asked.length >= 3 && [...title, ...others].some((word) => word.includes(asked)) ? 1 : 0;
}

/** Blocks for all words that were asked for, the best first. */
export function searchBlocks(asked: string, language: Language): ToolboxBlock[] {
  // Who knows some Python asks for “robot.turn”.
  const words = wordsIn(asked.replace(/\brobot\./gi, ""));
  if (words.length === 0) return [];
  const found = allForms(language).map(({ definition, form }) => {
    const known = entry(definition, language);
    const fits = words.map((word) => fit(word, known));
    return { form, score: fits.includes(0) ? 0 : fits.reduce((sum, one) => sum + one, 0) };
  });
  return found
    .filter((one) => one.score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST)
    .map((one) => one.form);
}
