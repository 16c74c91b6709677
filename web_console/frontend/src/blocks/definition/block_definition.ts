// SPDX-License-Identifier: Apache-2.0
/** What a block is: its words, its parts, and the Python it stands for. One file in `catalogue/` makes one of these. */
import type { Block } from "blockly/core";
import type { Language } from "@/i18n/texts";
import type { Expression } from "@/blocks/python/expression";
import type { PythonWriter } from "@/blocks/python/python_writer";

/** What a value can be. `Detection` is something that the camera sees, `Data` rows to learn from, `Model` what was learned. */
export type ValueType = "Number" | "Boolean" | "String" | "Array" | "Detection" | "Data" | "Model";

/** What a person reads on a block. */
export interface Words {
  /** The block's text with its parts as `{NAME}`; `\n` begins a new row. */
  readonly message: string;
  readonly tooltip: string;
  /** The labels of menus: part → option → label. */
  readonly menus?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Texts and names of variables that stand there at first: part → text. */
  readonly defaults?: Readonly<Record<string, string>>;
  /** More words under which the search finds it. */
  readonly search?: string;
}

/** A block that stands somewhere at first; Blockly's own form of it. */
export interface Filling {
  readonly type: string;
  readonly fields?: Readonly<Record<string, string | number | { readonly name: string }>>;
  readonly inputs?: Readonly<Record<string, { readonly shadow?: Filling; readonly block?: Filling }>>;
  readonly extraState?: unknown;
}

/** What a block is made of, besides words. */
export type Part =
  /** A menu; its labels are in `words.menus`, or else the options label themselves (units). */
  | { readonly kind: "menu"; readonly options: readonly string[] }
  | { readonly kind: "number"; readonly value: number; readonly min?: number; readonly whole?: boolean }
  | { readonly kind: "angle"; readonly value: number }
  /** A text; `words.defaults` says which at first. */
  | { readonly kind: "text" }
  | { readonly kind: "colour" }
  /** A variable; `words.defaults` says which at first. */
  | { readonly kind: "variable" }
  | {
      readonly kind: "socket";
      /** What fits; null: everything. */
      readonly accepts: readonly ValueType[] | null;
      /** What is there at first; null: nothing. */
      readonly filling: Filling | ((words: Words) => Filling) | null;
    }
  /** Room for blocks that are carried out. */
  | { readonly kind: "body" }
  /** A text that the block itself changes. */
  | { readonly kind: "label" };

/** Rows that come and go with the block's + and −. */
export interface Growth {
  /** How many rows a fresh block has. */
  readonly initial: number;
  readonly least: number;
  readonly most: number;
  /** Names of the inputs of a row. */
  readonly inputs: (row: number) => readonly string[];
  /** What is put into a row that somebody adds: input → block. */
  readonly fresh?: (row: number) => Readonly<Record<string, Filling>>;
  /** Adds the inputs of a row at the block's end; `index` says the how-manieth row it is. */
  readonly append: (block: Block, row: number, index: number, words: Words) => void;
  /** Whether a last row without a condition can be there, as in “else”. */
  readonly ending?: { readonly input: string; readonly append: (block: Block, words: Words) => void };
  readonly labels: Record<Language, { readonly add: string; readonly remove: string }>;
}

/** How a block fits to others. */
export type Shape =
  /** Stands alone, and others hang below it. */
  | { readonly kind: "top" }
  | { readonly kind: "statement" }
  /** A statement after which nothing can come. */
  | { readonly kind: "last" }
  | { readonly kind: "value"; readonly output: ValueType | null };

interface CommonDefinition {
  /** Names the block in saved programs: never changes. */
  readonly type: string;
  readonly words: Record<Language, Words>;
  readonly parts: Readonly<Record<string, Part>>;
  readonly growth?: Growth;
  /** Other forms of it in the toolbox, besides the plain one. */
  readonly presets?: readonly ((words: Words) => Filling)[];
  /** It is not in the toolbox as it stands; something else offers it. */
  readonly hidden?: boolean;
  /** What Blockly's block has besides. */
  readonly mixin?: object;
  /** Anything else that a fresh block needs; after its parts are there. */
  readonly prepare?: (block: Block, words: Words) => void;
}

/** A block that is carried out. */
export interface StatementDefinition extends CommonDefinition {
  readonly shape: Exclude<Shape, { kind: "value" }>;
  /** Writes its lines. */
  readonly python: (block: Block, py: PythonWriter) => void;
}

/** A block that stands for a value. */
export interface ValueDefinition extends CommonDefinition {
  readonly shape: Extract<Shape, { kind: "value" }>;
  /** Its Python. */
  readonly python: (block: Block, py: PythonWriter) => Expression;
}

export type BlockDefinition = StatementDefinition | ValueDefinition;

/** Defines a block that is carried out. */
export function statement(definition: Omit<StatementDefinition, "shape"> & { shape?: StatementDefinition["shape"] }): StatementDefinition {
  return { shape: { kind: "statement" }, ...definition };
}

/** Defines a block that stands for a value. */
export function value(definition: Omit<ValueDefinition, "shape"> & { output: ValueType | null }): ValueDefinition {
  const { output, ...others } = definition;
  return { shape: { kind: "value", output }, ...others };
}
