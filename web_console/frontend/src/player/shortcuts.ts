// SPDX-License-Identifier: Apache-2.0
/** Keys that play an episode, wherever in its view one is; never while one types. */

/** What a key does. */
export type PlayerOrder =
  | "toggle"
  | "step_back"
  | "step_on"
  | "second_back"
  | "second_on"
  | "begin"
  | "end"
  | "slower"
  | "faster"
  | "help";

const KEYS: Readonly<Record<string, PlayerOrder>> = {
  " ": "toggle",
  k: "toggle",
  ",": "step_back",
  ".": "step_on",
  ArrowLeft: "second_back",
  ArrowRight: "second_on",
  j: "second_back",
  l: "second_on",
  Home: "begin",
  End: "end",
  "<": "slower",
  ">": "faster",
  "?": "help",
};

/** The keys by what they do, for the page that explains them. */
export const SHORTCUTS: readonly (readonly [order: PlayerOrder, keys: readonly string[]])[] = [
  ["toggle", ["Space", "K"]],
  ["step_back", [","]],
  ["step_on", ["."]],
  ["second_back", ["←", "J"]],
  ["second_on", ["→", "L"]],
  ["begin", ["Home"]],
  ["end", ["End"]],
  ["slower", ["<"]],
  ["faster", [">"]],
];

const TAKES_KEYS = "input, textarea, select, [contenteditable=true], [role=menu], [role=dialog], [role=listbox], [role=tab]";

/** What a key that was pressed means here; null if it means nothing, or something else. */
export function orderOf(event: KeyboardEvent): PlayerOrder | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
  const at = event.target instanceof Element ? event.target : null;
  if (at?.closest(TAKES_KEYS) != null) return null;
  // Space and Enter press the button that has the focus.
  if (event.key === " " && at?.closest("button, a, [role=button]") != null) return null;
  return KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key] ?? null;
}
