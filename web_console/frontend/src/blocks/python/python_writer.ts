// SPDX-License-Identifier: Apache-2.0
/** Writes one function of a program, line by line, and remembers which block each line comes from. */
import type { Block } from "blockly/core";
import { atom, ORDER, within, type Expression, type Order } from "@/blocks/python/expression";
import type { ProgramPlan, Usage } from "@/blocks/python/program_plan";
import { definitionOf, isOff } from "@/blocks/definition/blocks_by_type";

/** What is wrong with a block, as a word for which the catalogue has texts. */
export type BlockTrouble = "loose" | "second_start" | "no_start" | "outside_loop" | "outside_function" | "function_gone" | "no_time" | "second_learn" | "outside_learn" | "robot_in_learn";

/** Something about a block that its author should know. */
export interface TroubledBlock {
  /** Missing when the program as a whole is meant. */
  readonly blockId: string | null;
  readonly trouble: BlockTrouble;
}

/** A line of Python. */
export interface PythonLine {
  readonly text: string;
  readonly blockId: string;
}

const INDENT = "    ";

/** Everything that the Python of blocks can ask for. */
export class PythonWriter {
  readonly lines: PythonLine[] = [];
  readonly troubles: TroubledBlock[] = [];
  private depth = 1;
  private loops = 0;
  private current: Block;

  /**
   * @param owner the start block or the block that defines a function.
   * @param plan what is known of the whole program.
   * @param usage is filled with what this function uses.
   */
  constructor(
    readonly owner: Block,
    private readonly plan: ProgramPlan,
    private readonly usage: Usage,
  ) {
    this.current = owner;
  }

  /** The robot's name; the function then is given the robot. */
  get robot(): string {
    if (this.inLearn) this.trouble(this.current, "robot_in_learn");
    this.usage.robot = true;
    return "robot";
  }

  /** A module of Python's, imported at the top. */
  module(name: "math" | "random"): string {
    this.usage.modules.add(name);
    return name;
  }

  /** Writes a line for the block that is being written. */
  line(text: string): void {
    this.lines.push({ text: INDENT.repeat(this.depth) + text, blockId: this.current.id });
  }

  /** Writes the blocks within a block, or `pass`; they may be carried out or not, often or never. */
  body(block: Block, input: string, { loop = false } = {}): void {
    const sure = new Set(this.usage.sure);
    if (loop) this.loops++;
    this.depth++;
    this.statements(block.getInputTargetBlock(input), block);
    this.depth--;
    if (loop) this.loops--;
    this.usage.sure = sure;
  }

  /** Writes alternatives of which exactly one is carried out: what each of them sets is set afterwards. */
  alternatives(writers: readonly (() => ReadonlySet<string>)[]): void {
    const all = writers.map((write) => write());
    const [first, ...others] = all;
    for (const id of first ?? []) if (others.every((one) => one.has(id))) this.usage.sure.add(id);
  }

  /** Like `body`, and tells what is surely set at its end. */
  branch(block: Block, input: string): ReadonlySet<string> {
    const before = new Set(this.usage.sure);
    this.depth++;
    this.statements(block.getInputTargetBlock(input), block);
    this.depth--;
    const after = this.usage.sure;
    this.usage.sure = before;
    return after;
  }

  /** Goes one deeper, for a line that a block puts around its body. */
  deeper(write: () => void): void {
    this.depth++;
    write();
    this.depth--;
  }

  /** Whether `break` and `continue` make sense here. */
  get inLoop(): boolean {
    return this.loops > 0;
  }

  /** Whether the function that is written may give something back. */
  get inFunction(): boolean {
    return this.owner.type !== "start";
  }

  /** Whether it is the function `learn` that is written: it is given the data, and no robot. */
  get inLearn(): boolean {
    return this.owner.type === "learn";
  }

  /** Writes a block and those below it. */
  statements(first: Block | null, around: Block): void {
    let written = false;
    for (let block = first; block !== null; block = block.getNextBlock()) {
      if (isOff(block)) continue;
      this.current = block;
      for (const line of (block.getCommentText() ?? "").split("\n")) if (line.trim() !== "") this.line(`# ${line.trim()}`);
      const before = this.lines.length;
      const definition = definitionOf(block);
      if (definition.shape.kind === "value") throw new Error(`${block.type} is a value and stands where a statement should`);
      (definition.python)(block, this);
      written ||= this.lines.length > before;
    }
    this.current = around;
    if (!written) this.line("pass");
  }

  /** What is in a socket; what its type stands for when nothing is: 0, "", False, []. */
  expression(block: Block, input: string): Expression {
    const inside = block.getInputTargetBlock(input);
    if (inside === null || isOff(inside)) return this.nothing(block, input);
    const definition = definitionOf(inside);
    if (definition.shape.kind !== "value") throw new Error(`${inside.type} is no value`);
    return (definition.python as (block: Block, py: PythonWriter) => Expression)(inside, this);
  }

  /** The text of what is in a socket, in brackets where something at least as firm as `loosest` is wanted. */
  value(block: Block, input: string, loosest: Order = ORDER.any): string {
    return within(this.expression(block, input), loosest);
  }

  /** The same as a whole number, for counting and indexing. */
  whole(block: Block, input: string, loosest: Order = ORDER.any): string {
    const expression = this.expression(block, input);
    return expression.whole === true ? within(expression, loosest) : `int(${expression.text})`;
  }

  /** A variable that is read. */
  read(block: Block, field: string): Expression {
    const id = this.variable(block, field);
    this.usage.reads.add(id);
    if (!this.usage.sure.has(id)) this.usage.unsure.add(id);
    return atom(this.plan.nameOf(id), this.plan.isWhole(id) ? { whole: true } : {});
  }

  /** A variable that is given a value; `kind` helps to begin with something that fits. */
  assign(block: Block, field: string, { whole = false } = {}): string {
    const id = this.variable(block, field);
    this.usage.assigns.add(id);
    this.usage.sure.add(id);
    if (!whole) this.usage.broken.add(id);
    return this.plan.nameOf(id);
  }

  /** Which variables are surely set here; for `forget`. */
  assigned(): ReadonlySet<string> {
    return new Set(this.usage.sure);
  }

  /** What was set since then may not be: it stood in a loop that perhaps had no round. */
  forget(since: ReadonlySet<string>): void {
    this.usage.sure = new Set(since);
  }

  /** Says what a variable must be from the beginning, because a block takes it for that. */
  expect(block: Block, field: string, kind: "list" | "thing"): void {
    this.usage.kinds.set(this.variable(block, field), kind);
  }

  /** A call of a function that blocks define. */
  call(functionId: string, given: readonly string[]): string {
    this.usage.calls.add(functionId);
    const robot = this.plan.needsRobot(functionId) ? [this.robot] : [];
    return `${this.plan.functionName(functionId)}(${[...robot, ...given].join(", ")})`;
  }

  /** The block that defines a function, if there is one. */
  definitionBlock(functionId: string): Block | null {
    return this.plan.functions.get(functionId) ?? null;
  }

  /** Notes what is wrong with a block. */
  trouble(block: Block, trouble: BlockTrouble): void {
    this.troubles.push({ blockId: block.id, trouble });
  }

  private variable(block: Block, field: string): string {
    return String(block.getFieldValue(field));
  }

  private nothing(block: Block, input: string): Expression {
    const accepted = block.getInput(input)?.connection?.getCheck()?.[0];
    if (accepted === "Boolean") return atom("False");
    if (accepted === "String") return atom('""');
    if (accepted === "Array") return atom("[]");
    if (accepted === "Detection" || accepted === "Data" || accepted === "Model") return atom("None");
    return { ...atom("0", { whole: true }), literal: 0 };
  }
}
