// SPDX-License-Identifier: Apache-2.0
/** Documentation of the word under the mouse, and with F1 of the word at the cursor. */
import { type EditorState, type Extension, StateEffect, StateField } from "@codemirror/state";
import { hoverTooltip, keymap, showTooltip, type Tooltip } from "@codemirror/view";
import type { RobotApiEntry } from "@/api/types";
import { docCard } from "@/code/doc_card";
import { expressionBefore, ownerOf, type RobotApi } from "@/code/robot_api";
import type { Language } from "@/i18n/texts";

interface Found {
  readonly from: number;
  readonly to: number;
  readonly entry: RobotApiEntry;
}

/** The entry that a word of a text means, and where the word stands. */
export function entryAt(
  state: EditorState,
  position: number,
  api: RobotApi,
): Found | null {
  const word = state.wordAt(position);
  if (word === null) return null;
  const line = state.doc.lineAt(word.from);
  const name = state.sliceDoc(word.from, word.to);
  const before = line.text.slice(0, word.from - line.from);
  if (!before.endsWith(".")) return found(api.functions.find((one) => one.name === name), word);
  const owner = ownerOf(expressionBefore(before), state.doc.toString());
  if (owner === null) return null;
  // A field is explained by what it is a field of.
  const explained = owner === "robot" ? name : api.fields.get(owner)?.includes(name) === true ? owner : "";
  return found(api.robot.find((one) => one.name === explained), word);
}

function found(entry: RobotApiEntry | undefined, word: { from: number; to: number }): Found | null {
  return entry === undefined ? null : { from: word.from, to: word.to, entry };
}

function tooltipAt(state: EditorState, position: number, api: RobotApi, language: Language): Tooltip | null {
  const found = entryAt(state, position, api);
  if (found === null) return null;
  return { pos: found.from, end: found.to, above: true, create: () => ({ dom: docCard(found.entry, language) }) };
}

const show = StateEffect.define<Tooltip | null>();

/** Shows documentation from the robot's API in a language. */
export function robotHover(api: RobotApi, language: Language): Extension {
  const atCursor = StateField.define<Tooltip | null>({
    create: () => null,
    update(shown, transaction) {
      for (const effect of transaction.effects) if (effect.is(show)) return effect.value;
      return transaction.docChanged || transaction.selection !== undefined ? null : shown;
    },
    provide: (field) => showTooltip.from(field),
  });
  return [
    hoverTooltip((view, position) => tooltipAt(view.state, position, api, language)),
    atCursor,
    keymap.of([
      {
        key: "F1",
        preventDefault: true,
        run(view) {
          view.dispatch({ effects: show.of(tooltipAt(view.state, view.state.selection.main.head, api, language)) });
          return true;
        },
      },
      {
        key: "Escape",
        run(view) {
          if (view.state.field(atCursor) === null) return false;
          view.dispatch({ effects: show.of(null) });
          return true;
        },
      },
    ]),
  ];
}
