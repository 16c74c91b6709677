// SPDX-License-Identifier: Apache-2.0
/** Problems as CodeMirror shows them: underlined, with a mark in the margin and what to do at a hover. */
import type { Diagnostic } from "@codemirror/lint";
import type { Text } from "@codemirror/state";
import type { CodeProblem } from "@/code/problem";

/** Where the nth character of a line is, in UTF-16 units as CodeMirror counts (Python counts characters). */
function unitsBefore(text: string, characters: number): number {
  let units = 0;
  let left = characters;
  for (const character of text) {
    if (left-- <= 0) break;
    units += character.length;
  }
  return units;
}

/** Turns problems into diagnostics of a text; what lies outside the text is put on its nearest line. */
export function diagnosticsOf(problems: readonly CodeProblem[], doc: Text): Diagnostic[] {
  return problems.map((problem) => {
    const line = doc.line(Math.min(Math.max(problem.line, 1), doc.lines));
    const indent = /^\s*/.exec(line.text)?.[0].length ?? 0;
    const start = problem.column > 0 ? unitsBefore(line.text, problem.column - 1) : indent;
    const end = problem.endColumn > problem.column ? unitsBefore(line.text, problem.endColumn - 1) : -1;
    const wordEnd = start + (/^\w+/.exec(line.text.slice(start))?.[0].length ?? 1);
    const to = problem.column > 0 ? (end > start ? end : wordEnd) : line.length;
    return {
      from: line.from + Math.min(start, line.length),
      to: line.from + Math.min(Math.max(to, start), line.length),
      severity: problem.severity ?? "error",
      message: problem.message,
      renderMessage: () => messageNode(problem),
    };
  });
}

function messageNode(problem: CodeProblem): Node {
  const node = document.createElement("div");
  if (problem.lang !== undefined) node.lang = problem.lang;
  node.append(problem.message);
  if (problem.hint !== "") {
    const hint = node.appendChild(document.createElement("div"));
    hint.className = "cm-problem-hint";
    hint.textContent = problem.hint;
  }
  return node;
}
