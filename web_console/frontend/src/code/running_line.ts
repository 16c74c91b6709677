// SPDX-License-Identifier: Apache-2.0
/** Marks the line that the program is at. */
import { type Extension, RangeSet, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, gutter, GutterMarker } from "@codemirror/view";

const setLine = StateEffect.define<number | null>();

class Arrow extends GutterMarker {
  override toDOM(): Node {
    const arrow = document.createElement("span");
    arrow.textContent = "▶";
    arrow.setAttribute("aria-hidden", "true");
    return arrow;
  }
}

const ARROW = new Arrow();
const MARK = Decoration.line({ class: "cm-running-line" });

const lineField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marked, transaction) {
    let next = marked.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setLine)) continue;
      const { doc } = transaction.state;
      const inside = effect.value !== null && effect.value >= 1 && effect.value <= doc.lines;
      next = inside ? Decoration.set(MARK.range(doc.line(effect.value).from)) : Decoration.none;
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Room for the mark. */
export const runningLine: Extension = [
  lineField,
  gutter({
    class: "cm-running-gutter",
    markers(view) {
      const first = view.state.field(lineField).iter();
      return first.value === null ? RangeSet.empty : RangeSet.of(ARROW.range(first.from));
    },
    initialSpacer: () => ARROW,
  }),
];

/** Moves the mark to a line, 1 first, or takes it away; keeps it in sight while nobody types. */
export function showRunningLine(view: EditorView, line: number | null): void {
  const inside = line !== null && line >= 1 && line <= view.state.doc.lines;
  const effects: StateEffect<unknown>[] = [setLine.of(line)];
  if (inside && !view.hasFocus) effects.push(EditorView.scrollIntoView(view.state.doc.line(line).from, { yMargin: 40 }));
  view.dispatch({ effects });
}
