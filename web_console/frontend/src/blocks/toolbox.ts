// SPDX-License-Identifier: Apache-2.0
/** What the toolbox offers, made from the registry: every block with its sockets filled. */
import type { BlockDefinition, Filling, Words } from "@/blocks/definition/block_definition";
import { held } from "@/blocks/definition/sockets";
import { CATEGORIES, CATEGORY_NAMES, type CategoryName } from "@/blocks/registry";
import type { Language } from "@/i18n/texts";

/** A block in the toolbox. */
export interface ToolboxBlock extends Filling {
  readonly kind: "block";
}

/** The plain form of a block, with what its sockets hold at first. */
export function plainForm(definition: BlockDefinition, language: Language): Filling {
  const words: Words = definition.words[language];
  const inputs = Object.entries(definition.parts).flatMap(([name, part]) => {
    if (part.kind !== "socket" || part.filling === null) return [];
    const filling = typeof part.filling === "function" ? part.filling(words) : part.filling;
    return [[name, held(filling, part.accepts)] as const];
  });
  return { type: definition.type, ...(inputs.length > 0 ? { inputs: Object.fromEntries(inputs) } : {}) };
}

/** All forms of a block that the toolbox has. */
export function formsOf(definition: BlockDefinition, language: Language): ToolboxBlock[] {
  if (definition.hidden === true) return [];
  const more = (definition.presets ?? []).map((preset) => preset(definition.words[language]));
  return [plainForm(definition, language), ...more].map((form) => ({ kind: "block", ...form }));
}

/** The blocks of a category. */
export function categoryBlocks(name: CategoryName, language: Language): ToolboxBlock[] {
  return CATEGORIES[name].blocks.flatMap((definition: BlockDefinition) => formsOf(definition, language));
}

/** Everything in the toolbox, for the search. */
export function allForms(language: Language): { definition: BlockDefinition; form: ToolboxBlock }[] {
  return CATEGORY_NAMES.flatMap((name) =>
    CATEGORIES[name].blocks.flatMap((definition: BlockDefinition) => formsOf(definition, language).map((form) => ({ definition, form }))),
  );
}
