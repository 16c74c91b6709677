// SPDX-License-Identifier: Apache-2.0
/** What the editor itself says, in German; in English it speaks by itself. */
import { EditorState, type Extension } from "@codemirror/state";
import type { Language } from "@/i18n/texts";

const GERMAN: Record<string, string> = {
  "Control character": "Steuerzeichen",
  "Selection deleted": "Auswahl gelöscht",
  "Folded lines": "Eingeklappte Zeilen",
  "Unfolded lines": "Ausgeklappte Zeilen",
  to: "bis",
  "folded code": "eingeklappter Code",
  unfold: "ausklappen",
  "Fold line": "Zeile einklappen",
  "Unfold line": "Zeile ausklappen",
  "Go to line": "Gehe zu Zeile",
  go: "los",
  Find: "Suchen",
  Replace: "Ersetzen",
  next: "weiter",
  previous: "zurück",
  all: "alle",
  "match case": "Groß/klein beachten",
  "by word": "ganze Wörter",
  replace: "ersetzen",
  "replace all": "alle ersetzen",
  close: "schließen",
  "current match": "aktueller Treffer",
  "replaced $ matches": "$ Treffer ersetzt",
  "replaced match on line $": "Treffer in Zeile $ ersetzt",
  "on line": "in Zeile",
  Completions: "Vorschläge",
  Diagnostics: "Probleme",
  "No diagnostics": "Keine Probleme",
};

/** The editor's own words in a language. */
export function editorPhrases(language: Language): Extension {
  return language === "de" ? EditorState.phrases.of(GERMAN) : [];
}
