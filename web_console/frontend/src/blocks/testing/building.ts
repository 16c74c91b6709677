// SPDX-License-Identifier: Apache-2.0
/** For tests: programs of blocks, written down shortly. */
import { FORMAT } from "@/blocks/document";
import { generateFromBlocks } from "@/blocks/generate";
import type { GeneratedProgram } from "@/blocks/python/program";

/** A block as it is saved. */
export interface Saved {
  readonly type: string;
  readonly id?: string;
  readonly x?: number;
  readonly y?: number;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly inputs?: Readonly<Record<string, { readonly block?: Saved; readonly shadow?: Saved }>>;
  readonly extraState?: unknown;
  readonly next?: { readonly block: Saved };
  readonly icons?: unknown;
  readonly disabledReasons?: readonly string[];
}

type Parts = Readonly<Record<string, unknown>>;

/** A block: parts in capitals that are blocks (or lists of blocks) fill inputs, all others are fields. */
export function block(type: string, parts: Parts = {}, more: Partial<Saved> = {}): Saved {
  const inputs: Record<string, { block: Saved }> = {};
  const fields: Record<string, unknown> = {};
  for (const [name, part] of Object.entries(parts)) {
    if (Array.isArray(part)) {
      if (part.length > 0) inputs[name] = { block: chain(part as Saved[]) };
    } else if (typeof part === "object" && part !== null && "type" in part) inputs[name] = { block: part as Saved };
    else fields[name] = part;
  }
  return {
    type,
    ...(Object.keys(fields).length > 0 ? { fields } : {}),
    ...(Object.keys(inputs).length > 0 ? { inputs } : {}),
    ...more,
  };
}

/** Blocks one below the other. */
export function chain(blocks: readonly Saved[]): Saved {
  const [first, ...others] = blocks;
  if (first === undefined) throw new Error("A chain has at least one block.");
  return others.length === 0 ? first : { ...first, next: { block: chain(others) } };
}

/** A number. */
export const number = (value: number): Saved => block("number", { NUMBER: value });
/** What stands for a variable in a field; its id is made from its name. */
export const named = (name: string): { id: string } => ({ id: `id of ${name}` });
/** A variable that is read. */
export const read = (name: string): Saved => block("get_variable", { VARIABLE: named(name) });

/** A whole program: what hangs below the start block, and what stands beside it. */
export function program(below: readonly Saved[], beside: readonly Saved[] = []): string {
  const top = [chain([block("start"), ...below]), ...beside].map((one, index) => ({ x: 0, y: index * 100, ...one }));
  const variables = [...new Set(JSON.stringify(top).match(/id of [^"\\]+/g) ?? [])].map((id) => ({ id, name: id.slice("id of ".length) }));
  return JSON.stringify({ format: FORMAT, blocks: { languageVersion: 0, blocks: top }, variables });
}

/** The Python of a program. */
export function generated(below: readonly Saved[], beside: readonly Saved[] = []): GeneratedProgram {
  return generateFromBlocks(program(below, beside));
}

/** The lines of `drive` without its head, as they are indented there. */
export function driveLines(below: readonly Saved[], beside: readonly Saved[] = []): string[] {
  const lines = generated(below, beside).text.split("\n");
  const begin = lines.indexOf("def drive(robot):") + 1;
  const rest = lines.slice(begin);
  const end = rest.findIndex((line) => line !== "" && !line.startsWith("    "));
  return (end < 0 ? rest : rest.slice(0, end)).filter((line) => line !== "").map((line) => line.slice(4));
}

/** The Python of a value. */
export function pythonOf(value: Saved): string {
  const [line] = driveLines([block("print", { VALUE: value })]).slice(-1);
  return (line ?? "").replace(/^print\(/, "").replace(/\)$/, "");
}
