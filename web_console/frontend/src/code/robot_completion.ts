// SPDX-License-Identifier: Apache-2.0
/** Completion of what a program is given: after a dot its members, elsewhere its names. */
import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  type CompletionSource,
  snippetCompletion,
} from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import type { RobotApiEntry } from "@/api/types";
import { docCard } from "@/code/doc_card";
import { expressionBefore, ownerOf, type RobotApi, shortName } from "@/code/robot_api";

const NOT_HERE = new Set(["Comment", "String", "FormatString"]);

function completionOf(entry: RobotApiEntry): Completion {
  const label = shortName(entry);
  const shown: Completion = {
    label,
    type: entry.kind,
    detail: entry.signature.startsWith("(") ? entry.signature : "",
    info: () => docCard(entry),
    boost: 10,
  };
  const called = entry.kind === "method" || entry.kind === "function";
  if (!called) return shown;
  const first = /^\((\w+)/.exec(entry.signature)?.[1];
  return snippetCompletion(first === undefined ? `${label}()` : `${label}(#{${first}})`, shown);
}

/** Completes from the robot's API. */
export function robotCompletion(api: RobotApi): CompletionSource {
  const members = new Map([...api.members].map(([owner, entries]) => [owner, entries.map(completionOf)]));
  const robot: Completion = { label: "robot", type: "variable", boost: 20 };
  const globals = [robot, ...api.globals.filter((entry) => entry.kind === "function").map(completionOf)];
  return (context: CompletionContext): CompletionResult | null => {
    const node = syntaxTree(context.state).resolveInner(context.pos, -1);
    const inFormat = node.name === "FormatReplacement" || node.parent?.name === "FormatReplacement";
    if (NOT_HERE.has(node.name) && !inFormat) return null;
    const word = context.matchBefore(/\w*/);
    const from = word?.from ?? context.pos;
    const line = context.state.doc.lineAt(from);
    const before = line.text.slice(0, from - line.from);
    if (before.endsWith(".")) {
      const owner = ownerOf(expressionBefore(before), context.state.doc.toString());
      const options = owner === null ? undefined : members.get(owner);
      return options === undefined ? null : { from, options, validFor: /^\w*$/ };
    }
    if (word === null || (word.from === word.to && !context.explicit)) return null;
    return { from, options: globals, validFor: /^\w*$/ };
  };
}
