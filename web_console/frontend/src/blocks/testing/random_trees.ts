// SPDX-License-Identifier: Apache-2.0
/** For tests: random trees of reckoning and deciding blocks, and what each of them must come to, found out without Python. */
import { block, number, type Saved } from "@/blocks/testing/building";

/** A tree, and its value: whole numbers as they are, truth as true or false. */
export interface Tree {
  readonly block: Saved;
  readonly value: bigint | boolean;
}

/** A generator of numbers 0 … 1 that always gives the same ones for the same seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const LIMIT = 10n ** 40n;

/** Division as Python has it: towards minus infinity, and the rest has the sign of the divisor. */
function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

class Grower {
  constructor(private readonly next: () => number) {}

  private pick<T>(of: readonly T[]): T {
    const one = of[Math.floor(this.next() * of.length)];
    if (one === undefined) throw new Error("nothing to pick from");
    return one;
  }

  number(depth: number): Tree & { value: bigint } {
    if (depth === 0 || this.next() < 0.15) {
      const value = Math.floor(this.next() * 19) - 9;
      return { block: number(value), value: BigInt(value) };
    }
    const grown = this.pick([() => this.arithmetic(depth), () => this.arithmetic(depth), () => this.arithmetic(depth), () => this.negative(depth), () => this.power(depth), () => this.choice(depth), () => this.minMax(depth), () => this.amount(depth)])();
    // Numbers that grow without end prove nothing more.
    return grown.value > LIMIT || grown.value < -LIMIT ? this.number(depth - 1) : grown;
  }

  private arithmetic(depth: number): Tree & { value: bigint } {
    const a = this.number(depth - 1);
    const b = this.number(depth - 1);
    const operator = this.pick(["ADD", "SUBTRACT", "MULTIPLY", ...(b.value === 0n ? [] : ["INTEGER_DIVIDE", "MODULO"])]);
    const value = {
      ADD: () => a.value + b.value,
      SUBTRACT: () => a.value - b.value,
      MULTIPLY: () => a.value * b.value,
      INTEGER_DIVIDE: () => floorDivide(a.value, b.value),
      MODULO: () => a.value - b.value * floorDivide(a.value, b.value),
    }[operator as "ADD"]();
    return { block: block("arithmetic", { A: a.block, OPERATOR: operator, B: b.block }), value };
  }

  private negative(depth: number): Tree & { value: bigint } {
    const a = this.number(depth - 1);
    return { block: block("negative", { A: a.block }), value: -a.value };
  }

  private power(depth: number): Tree & { value: bigint } {
    const base = this.number(depth - 1);
    const exponent = Math.floor(this.next() * 4);
    if (base.value > 10n ** 8n || base.value < -(10n ** 8n)) return base;
    // The exponent too is a tree sometimes: 2 ** (1 + 1).
    const rest = Math.floor(this.next() * (exponent + 1));
    const tree = this.next() < 0.5 ? number(exponent) : block("arithmetic", { A: number(exponent - rest), OPERATOR: "ADD", B: number(rest) });
    return { block: block("arithmetic", { A: base.block, OPERATOR: "POWER", B: tree }), value: base.value ** BigInt(exponent) };
  }

  private choice(depth: number): Tree & { value: bigint } {
    const [yes, condition, no] = [this.number(depth - 1), this.truth(depth - 1), this.number(depth - 1)];
    return { block: block("choose", { YES: yes.block, CONDITION: condition.block, NO: no.block }), value: condition.value ? yes.value : no.value };
  }

  private minMax(depth: number): Tree & { value: bigint } {
    const [a, b] = [this.number(depth - 1), this.number(depth - 1)];
    const which = this.pick(["min", "max"]);
    const first = which === "min" ? a.value <= b.value : a.value >= b.value;
    return { block: block("min_max", { WHICH: which, A: a.block, B: b.block }), value: first ? a.value : b.value };
  }

  private amount(depth: number): Tree & { value: bigint } {
    const a = this.number(depth - 1);
    return { block: block("calculate", { FUNCTION: "ABS", A: a.block }), value: a.value < 0n ? -a.value : a.value };
  }

  truth(depth: number): Tree & { value: boolean } {
    if (depth === 0 || this.next() < 0.1) {
      const value = this.next() < 0.5;
      return { block: block("boolean", { VALUE: value ? "True" : "False" }), value };
    }
    return this.pick([() => this.comparison(depth), () => this.logic(depth), () => this.logic(depth), () => this.not(depth), () => this.between(depth), () => this.sameTruth(depth)])();
  }

  private comparison(depth: number): Tree & { value: boolean } {
    const [a, b] = [this.number(depth - 1), this.number(depth - 1)];
    const operator = this.pick(["LT", "LTE", "GT", "GTE", "EQ", "NEQ"] as const);
    const value = { LT: a.value < b.value, LTE: a.value <= b.value, GT: a.value > b.value, GTE: a.value >= b.value, EQ: a.value === b.value, NEQ: a.value !== b.value }[operator];
    return { block: block("compare", { A: a.block, OPERATOR: operator, B: b.block }), value };
  }

  /** Comparing the outcomes of conditions: (a < b) = (c < d), which Python would read as a chain without brackets. */
  private sameTruth(depth: number): Tree & { value: boolean } {
    const [a, b] = [this.truth(depth - 1), this.truth(depth - 1)];
    return { block: block("compare", { A: a.block, OPERATOR: "EQ", B: b.block }), value: a.value === b.value };
  }

  private logic(depth: number): Tree & { value: boolean } {
    const [a, b] = [this.truth(depth - 1), this.truth(depth - 1)];
    const operator = this.pick(["and", "or"]);
    return { block: block("and_or", { A: a.block, OPERATOR: operator, B: b.block }), value: operator === "and" ? a.value && b.value : a.value || b.value };
  }

  private not(depth: number): Tree & { value: boolean } {
    const a = this.truth(depth - 1);
    return { block: block("not", { A: a.block }), value: !a.value };
  }

  private between(depth: number): Tree & { value: boolean } {
    const [value, low, high] = [this.number(depth - 1), this.number(depth - 1), this.number(depth - 1)];
    return { block: block("between", { VALUE: value.block, LOW: low.block, HIGH: high.block }), value: low.value <= value.value && value.value <= high.value };
  }
}

/** A random tree; the same one for the same seed. */
export function randomTree(seed: number): Tree {
  const next = chance(seed);
  const grower = new Grower(next);
  const depth = 1 + Math.floor(next() * 5);
  return next() < 0.5 ? grower.number(depth) : grower.truth(depth);
}
