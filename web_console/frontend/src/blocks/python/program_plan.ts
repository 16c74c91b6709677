// SPDX-License-Identifier: Apache-2.0
/** What must be known of a whole program before a function of it can be written: names, who needs the robot, globals. */
import type { Block } from "blockly/core";
import { Names } from "@/blocks/python/names";

/** What one function uses; filled while it is written. */
export interface Usage {
  robot: boolean;
  readonly modules: Set<string>;
  readonly reads: Set<string>;
  readonly assigns: Set<string>;
  /** Variables that are surely set at the point that is being written. */
  sure: Set<string>;
  /** Variables that are read where they may not be set. */
  readonly unsure: Set<string>;
  /** Variables that are given something that need not be whole. */
  readonly broken: Set<string>;
  /** What variables are taken for. */
  readonly kinds: Map<string, "list" | "thing">;
  readonly calls: Set<string>;
}

/** Nothing used yet; the parameters are set. */
export function noUsage(parameters: readonly string[]): Usage {
  return {
    robot: false,
    modules: new Set(),
    reads: new Set(),
    assigns: new Set(),
    sure: new Set(parameters),
    unsure: new Set(),
    broken: new Set(parameters),
    kinds: new Map(),
    calls: new Set(),
  };
}

/** A function: its block, and the variables that it is given. */
export interface PlannedFunction {
  readonly block: Block;
  readonly parameters: readonly string[];
  readonly usage: Usage;
}

/** A variable as Blockly knows it. */
export interface NamedVariable {
  readonly id: string;
  readonly name: string;
}

/** Names and what follows from the first look at all functions. */
export class ProgramPlan {
  private readonly names = new Names();
  private withRobot: ReadonlySet<string> = new Set();
  private wholes: ReadonlySet<string> = new Set();
  private globals: ReadonlySet<string> = new Set();
  private kinds: ReadonlyMap<string, "list" | "thing"> = new Map();

  /**
   * @param functions the blocks that define functions, by their id.
   * @param functionNames what their authors call them, by their id.
   * @param variables all that are used, in the order in which they came to be.
   */
  constructor(
    readonly functions: ReadonlyMap<string, Block>,
    functionNames: ReadonlyMap<string, string>,
    variables: readonly NamedVariable[],
  ) {
    for (const [id, name] of functionNames) this.names.nameFor(`function ${id}`, name, "function");
    for (const { id, name } of variables) this.names.nameFor(`variable ${id}`, name, "variable");
  }

  nameOf(variableId: string): string {
    return this.names.nameFor(`variable ${variableId}`, "variable", "variable");
  }

  functionName(functionId: string): string {
    return this.names.nameFor(`function ${functionId}`, "function", "function");
  }

  needsRobot(functionId: string): boolean {
    return this.withRobot.has(functionId);
  }

  isWhole(variableId: string): boolean {
    return this.wholes.has(variableId);
  }

  /** Draws the conclusions from a first look at every function. */
  conclude(drive: PlannedFunction | null, others: readonly PlannedFunction[], learn: PlannedFunction | null = null): void {
    const all = [learn, drive, ...others].filter((one) => one !== null);
    this.withRobot = needRobot(others);
    this.globals = findGlobals(drive, others);
    const broken = new Set(all.flatMap((one) => [...one.usage.broken]));
    const assigned = new Set(all.flatMap((one) => [...one.usage.assigns]));
    this.wholes = new Set([...assigned].filter((id) => !broken.has(id)));
    this.kinds = new Map(all.flatMap((one) => [...one.usage.kinds]));
  }

  /** Variables that live outside of all functions, in the order of their names' making. */
  globalsOf(variables: readonly NamedVariable[]): readonly string[] {
    return variables.map((one) => one.id).filter((id) => this.globals.has(id));
  }

  /** Which of its variables a function must declare as global. */
  declaredGlobal(planned: PlannedFunction): readonly string[] {
    return [...planned.usage.assigns].filter((id) => this.globals.has(id) && !planned.parameters.includes(id));
  }

  /** Which variables a function has to begin with, because it may read them before it sets them. */
  begunWith(planned: PlannedFunction): readonly string[] {
    return [...planned.usage.unsure].filter((id) => !this.globals.has(id));
  }

  /** What a variable is before anything was put into it. */
  initialValue(variableId: string): string {
    const kind = this.kinds.get(variableId);
    return kind === "list" ? "[]" : kind === "thing" ? "None" : "0";
  }
}

/** Functions that use the robot, and those that call them. */
function needRobot(functions: readonly PlannedFunction[]): ReadonlySet<string> {
  const found = new Set(functions.filter((one) => one.usage.robot).map((one) => one.block.id));
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const one of functions) if ([...one.usage.calls].some((id) => found.has(id))) found.add(one.block.id);
  }
  return found;
}

/**
 * In blocks every variable is everybody's. In Python a variable can stay within a function if no other one uses it, and
 * if it does not carry anything from one call to the next.
 */
function findGlobals(drive: PlannedFunction | null, others: readonly PlannedFunction[]): ReadonlySet<string> {
  const users = new Map<string, PlannedFunction[]>();
  for (const one of drive === null ? others : [drive, ...others]) {
    for (const id of new Set([...one.usage.reads, ...one.usage.assigns])) {
      if (!one.parameters.includes(id)) users.set(id, [...(users.get(id) ?? []), one]);
    }
  }
  const globals = [...users].filter(([id, by]) => by.length > 1 || (by[0] !== drive && by[0]?.usage.unsure.has(id) === true));
  return new Set(globals.map(([id]) => id));
}
