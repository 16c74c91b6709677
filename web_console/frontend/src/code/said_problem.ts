// SPDX-License-Identifier: Apache-2.0
/** A problem in the language of the page. */
import type { CodeProblem } from "@/code/problem";
import type { Say } from "@/i18n/sentences/use_said";

/** Says what is wrong and what to do; both in English if there are no other words for one of them. */
export function saidProblem(problem: CodeProblem, say: Say): CodeProblem {
  const message = say(problem.message);
  const hint = say(problem.hint);
  if (message.lang === "en" || hint.lang === "en") return { ...problem, lang: "en" };
  return { ...problem, message: message.text, hint: hint.text };
}
