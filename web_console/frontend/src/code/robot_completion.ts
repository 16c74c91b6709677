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
import { expressionBefore, ownerOf, type RobotApi } from "@/code/robot_api";
import type { Language } from "@/i18n/texts";

const NOT_HERE = new Set(["Comment", "String", "FormatString"]);

/** What an entry is called with, such as `(angle_rad, speed_radps=…)`; empty for what is not called. */
function argumentsOf(entry: RobotApiEntry): string {
  return entry.kind === "property" ? "" : (/\(.*$/.exec(entry.signature)?.[0] ?? "()");
}

function completionOf(entry: RobotApiEntry, language: Language): Completion {
  const detail = argumentsOf(entry);
  const shown: Completion = { label: entry.name, type: entry.kind, detail, info: () => docCard(entry, language), boost: 10 };
  if (entry.kind === "property") return shown;
  const first = /^\((\w+)/.exec(detail)?.[1];
  return snippetCompletion(first === undefined ? `${entry.name}()` : `${entry.name}(#{${first}})`, shown);
}

/** Completes from the robot's API, explained in a language. */
export function robotCompletion(api: RobotApi, language: Language): CompletionSource {
  const members = new Map<string, readonly Completion[]>([
    ["robot", api.robot.map((entry) => completionOf(entry, language))],
    ...[...api.fields].map(
      ([owner, fields]) => [owner, fields.map((label) => ({ label, type: "property", boost: 10 }))] as const,
    ),
  ]);
  const robot: Completion = { label: "robot", type: "variable", boost: 20 };
  const globals = [robot, ...api.functions.map((entry) => completionOf(entry, language))];
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
