// SPDX-License-Identifier: Apache-2.0
/** For tests: programs in which every block of the registry stands, in every form that the toolbox and its menus give it. */
import type { BlockDefinition, Filling } from "@/blocks/definition/block_definition";
import { definitionByType } from "@/blocks/definition/blocks_by_type";
import { speak } from "@/blocks/definition/language";
import { CATEGORIES, registerBlocks, type CategoryName } from "@/blocks/registry";
import { block, chain, number, type Saved } from "@/blocks/testing/building";
import { formsOf, plainForm } from "@/blocks/toolbox";
import type { Language } from "@/i18n/texts";

const WALL_IN_SIGHT = block("closer_than", { DIRECTION: "ahead", DISTANCE: block("length", { NUMBER: 3, UNIT: "m" }) });
const LEAVE = block("leave_loop", { WHAT: "break" });
const ONE_STEP = block("wait", { SECONDS: number(0.05) });

/** Every form of a block: those of the toolbox, and each option of each menu. */
export function everyForm(definition: BlockDefinition, language: Language): Saved[] {
  const plain = plainForm(definition, language);
  const options = Object.entries(definition.parts).flatMap(([name, part]) =>
    part.kind === "menu" ? part.options.map((option): Filling => ({ ...plain, fields: { ...plain.fields, [name]: option } })) : [],
  );
  const forms = formsOf(definition, language).map((form) => JSON.parse(JSON.stringify({ ...form, kind: undefined })) as Saved);
  return [...forms, ...(options as readonly unknown[] as Saved[]), withOtherNumbers(plain)];
}

/** The same with every number one greater: what is left out when it is 0 is then there. */
function withOtherNumbers(form: Filling): Saved {
  const greater = (key: string, value: unknown): unknown => ((key === "NUMBER" || key === "DEGREES") && typeof value === "number" ? value + 1 : value);
  return JSON.parse(JSON.stringify(form, greater)) as Saved;
}

/** Blocks that hang below “learn from data”; all others of their category are for the drive. */
const OF_LEARNING = new Set(["lab_data", "lab_load", "lab_select", "lab_clean", "lab_feel", "lab_split", "lab_train", "lab_evaluate", "lab_score"]);
const NO_COLUMNS = block("lab_select", { DATA: block("lab_data"), WHICH: "without", COLUMNS: "speed_mps" });

/** What learns something to ask about, so that all other blocks of the chain have it. */
function learning(language: Language, chained: readonly Saved[]): Saved {
  const names = language === "en" ? { model: "model", rows: "rows" } : { model: "Modell", rows: "Zeilen" };
  const train = block("lab_train", { KIND: "tree", DATA: block("get_variable", { VARIABLE: { name: "train" } }) });
  return chain([
    block("learn"),
    block("lab_split", { DATA: block("lab_data"), TRAIN: { name: "train" }, VALIDATION: { name: "validation" }, TEST: { name: "test" } }),
    block("set_variable", { VARIABLE: { name: names.model }, VALUE: train }),
    ...chained,
    block("lab_use", { MODEL: block("get_variable", { VARIABLE: { name: names.model } }) }),
  ]);
}

/** Makes a form end soon and fail at nothing. */
function tamed(form: Saved): Saved {
  const inputs = form.inputs ?? {};
  switch (form.type) {
    case "wait_until":
      return { ...form, inputs: { CONDITION: { block: WALL_IN_SIGHT } } };
    case "forever":
    case "repeat_while":
    case "for_each":
      return { ...form, inputs: { ...inputs, DO: { block: chain([ONE_STEP, LEAVE]) } } };
    case "lab_train":
      // A net of this kind reads windows or pictures, no columns.
      return form.fields?.["KIND"] === "cnn" ? { ...form, inputs: { DATA: { block: NO_COLUMNS } } } : form;
    case "policy_drives":
      return block("if", { IF0: block("boolean", { VALUE: "False" }), DO0: [form] });
    case "leave_loop":
      return block("repeat", { TIMES: number(2), DO: [form] });
    default:
      return form;
  }
}

/** What has to be there before blocks that speak of a thing or a list. */
function before(language: Language): Saved[] {
  const label = block("colour", { COLOUR: "red" });
  const names = language === "en" ? { thing: "thing", list: "list" } : { thing: "Ding", list: "Liste" };
  return [
    block("set_thing", { THING: { name: names.thing }, VALUE: block("nearest_thing", { LABEL: label }) }),
    block("set_variable", { VARIABLE: { name: names.list }, VALUE: { type: "list_of", extraState: { rows: [1] }, inputs: { ITEM1: { block: number(7) } } } }),
  ];
}

/** The tops of a program with all blocks of a category: the one below the start block, and functions. */
export function programOfCategory(name: CategoryName, language: Language): Saved[] {
  registerBlocks();
  speak(language);
  const below: Saved[] = before(language);
  const beside: Saved[] = [];
  const chained: Saved[] = [];
  for (const definition of CATEGORIES[name].blocks as readonly BlockDefinition[]) {
    if (["start", "learn", "lab_use"].includes(definition.type) || definition.hidden === true) continue;
    for (const form of everyForm(definition, language)) {
      const { kind } = definition.shape;
      if (OF_LEARNING.has(definition.type)) {
        chained.push(kind === "value" ? block("print", { VALUE: tamed(form) }) : tamed(form));
        continue;
      }
      if (kind === "value") below.push(block("print", { VALUE: form }));
      else if (kind === "top") beside.push(form);
      else if (["give_back", "end_function"].includes(form.type)) beside.push(called(below, form));
      else below.push(tamed(form));
    }
  }
  if (chained.length > 0) beside.unshift(learning(language, chained));
  return [{ ...chain([block("start"), ...below]), x: 0, y: 0 }, ...beside.map((one, index) => ({ ...one, x: 600, y: index * 200 }))];
}

/** A function with a block in it, and calls of it: as a statement, and as a value. */
function called(below: Saved[], inside: Saved): Saved {
  const name = `${inside.type} ${below.length}`;
  const id = `function ${name}`;
  const extraState = { function: id, name, parameters: [{ row: 1, name: "a" }] };
  const call = (type: string): Saved => ({ type, extraState, inputs: { ARGUMENT1: { block: number(3) } } });
  below.push(call("function_call"), block("print", { VALUE: call("function_call_value") }));
  return { ...block("function_define", { NAME: name, PARAMETER1: { name: "a" }, DO: [inside] }), id, extraState: { rows: [1] } };
}

/** Every type of block that stands somewhere in these. */
export function typesIn(blocks: readonly Saved[]): Set<string> {
  return new Set([...JSON.stringify(blocks).matchAll(/"type":"([a-z_]+)"/g)].map((match) => match[1] ?? "").filter((type) => definitionByType(type) !== undefined));
}
