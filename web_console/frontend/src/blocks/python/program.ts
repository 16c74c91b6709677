// SPDX-License-Identifier: Apache-2.0
/** Makes Python of a workspace full of blocks: the program that somebody who writes code would have written. */
import type { Block, Workspace } from "blockly/core";
import { definitionByType } from "@/blocks/definition/blocks_by_type";
import { functionName, parametersOf } from "@/blocks/definition/function_blocks";
import { noUsage, ProgramPlan, type NamedVariable, type PlannedFunction } from "@/blocks/python/program_plan";
import { PythonWriter, type PythonLine, type TroubledBlock } from "@/blocks/python/python_writer";

/** A program made of blocks. */
export interface GeneratedProgram {
  readonly text: string;
  /** Which block a line comes from; lines count from 1. */
  readonly lines: ReadonlyMap<number, string>;
  /** Blocks that are left out, and why. */
  readonly troubles: readonly TroubledBlock[];
}

/** Blocks with which a function of a program begins that the lab calls, and what it is given. */
const HATS: Readonly<Partial<Record<string, { readonly name: string; readonly given: readonly string[] }>>> = {
  start: { name: "drive", given: ["robot"] },
  learn: { name: "learn", given: ["data"] },
};

interface Roots {
  readonly learn: Block | null;
  readonly start: Block | null;
  readonly functions: readonly Block[];
  readonly troubles: readonly TroubledBlock[];
}

/** Makes the program of all blocks that hang together with the start block. */
export function generateProgram(workspace: Workspace): GeneratedProgram {
  const roots = sortOut(workspace);
  const variables = usedVariables(workspace, roots);
  const plan = new ProgramPlan(
    new Map(roots.functions.map((block) => [block.id, block])),
    new Map(roots.functions.map((block) => [block.id, functionName(block)])),
    variables,
  );
  // The first look finds out who needs the robot and which variables are shared; the second one writes.
  const seen = [roots.start, ...roots.functions].map((block) => (block === null ? null : write(block, plan).planned));
  const drive = seen[0] ?? null;
  const others = seen.slice(1).filter((one) => one !== null);
  // What is set while learning stays there: the robot drives later, in another process, with the model alone.
  plan.conclude(drive, others, roots.learn === null ? null : write(roots.learn, plan).planned);

  const parts: PythonLine[][] = [];
  const troubles = [...roots.troubles];
  const modules = new Set<string>();
  for (const block of [roots.learn, roots.start, ...roots.functions]) {
    if (block === null) continue;
    const { planned, writer } = write(block, plan);
    for (const module of planned.usage.modules) modules.add(module);
    troubles.push(...writer.troubles);
    parts.push(wholeFunction(block, planned, plan, writer.lines));
  }
  if (roots.start === null) parts.unshift(["def drive(robot):", "    pass"].map((text) => ({ text, blockId: "" })));
  return assemble(head(modules, plan, variables), parts, troubles);
}

/** One function, written as far as the plan is known. */
function write(block: Block, plan: ProgramPlan): { planned: PlannedFunction; writer: PythonWriter } {
  const isHat = block.type === "start" || block.type === "learn";
  const parameters = isHat ? [] : parametersOf(block);
  const usage = noUsage(parameters);
  const writer = new PythonWriter(block, plan, usage);
  writer.statements(isHat ? block.getNextBlock() : block.getInputTargetBlock("DO"), block);
  return { planned: { block, parameters, usage }, writer };
}

function wholeFunction(block: Block, planned: PlannedFunction, plan: ProgramPlan, lines: readonly PythonLine[]): PythonLine[] {
  const line = (text: string): PythonLine => ({ text, blockId: block.id });
  const hat = HATS[block.type];
  const given = [...(hat?.given ?? (plan.needsRobot(block.id) ? ["robot"] : [])), ...planned.parameters.map((id) => plan.nameOf(id))].join(", ");
  const shared = plan.declaredGlobal(planned).map((id) => plan.nameOf(id));
  return [
    line(`def ${hat?.name ?? plan.functionName(block.id)}(${given}):`),
    ...comment(block).map((text) => line(`    # ${text}`)),
    ...(shared.length > 0 ? [line(`    global ${shared.join(", ")}`)] : []),
    ...plan.begunWith(planned).map((id) => line(`    ${plan.nameOf(id)} = ${plan.initialValue(id)}`)),
    ...lines,
  ];
}

function comment(block: Block): string[] {
  return (block.getCommentText() ?? "").split("\n").map((text) => text.trim()).filter((text) => text !== "");
}

function head(modules: ReadonlySet<string>, plan: ProgramPlan, variables: readonly NamedVariable[]): string[][] {
  return [
    [...modules].sort().map((name) => `import ${name}`),
    plan.globalsOf(variables).map((id) => `${plan.nameOf(id)} = ${plan.initialValue(id)}`),
  ].filter((lines) => lines.length > 0);
}

function assemble(heads: readonly (readonly string[])[], parts: readonly PythonLine[][], troubles: TroubledBlock[]): GeneratedProgram {
  const all: string[] = [];
  const lines = new Map<number, string>();
  for (const one of heads) all.push(...(all.length > 0 ? [""] : []), ...one);
  for (const part of parts) {
    if (all.length > 0) all.push("", "");
    for (const { text, blockId } of part) {
      all.push(text);
      if (blockId !== "") lines.set(all.length, blockId);
    }
  }
  return { text: `${all.join("\n")}\n`, lines, troubles };
}

/** Which blocks begin something, and which ones hang on nothing. */
function sortOut(workspace: Workspace): Roots {
  let start: Block | null = null;
  let learn: Block | null = null;
  const functions: Block[] = [];
  const troubles: TroubledBlock[] = [];
  for (const block of inOrder(workspace.getTopBlocks(false))) {
    if (block.isInsertionMarker()) continue;
    const shape = definitionByType(block.type)?.shape.kind;
    if (block.type === "start" && start === null) start = block;
    else if (block.type === "start") troubles.push({ blockId: block.id, trouble: "second_start" });
    else if (block.type === "learn" && learn === null) learn = block;
    else if (block.type === "learn") troubles.push({ blockId: block.id, trouble: "second_learn" });
    else if (shape === "top") functions.push(block);
    else troubles.push({ blockId: block.id, trouble: "loose" });
  }
  if (start === null) troubles.unshift({ blockId: null, trouble: "no_start" });
  return { learn, start, functions, troubles };
}

/** From top to bottom, as they are read; never by chance. */
function inOrder(blocks: Block[]): Block[] {
  const key = (block: Block) => block.getRelativeToSurfaceXY();
  return [...blocks].sort((a, b) => key(a).y - key(b).y || key(a).x - key(b).x || (a.id < b.id ? -1 : 1));
}

function usedVariables(workspace: Workspace, roots: Roots): NamedVariable[] {
  const used = new Set<string>();
  for (const root of [roots.learn, roots.start, ...roots.functions]) {
    for (const block of root?.getDescendants(false) ?? []) for (const one of block.getVarModels()) used.add(one.getId());
  }
  return workspace.getVariableMap().getAllVariables().map((one) => ({ id: one.getId(), name: one.getName() })).filter((one) => used.has(one.id));
}
