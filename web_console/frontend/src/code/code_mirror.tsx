// SPDX-License-Identifier: Apache-2.0
/** The editor itself: CodeMirror, told what changes and asked what was typed. Loaded when a mission opens. */
import { acceptCompletion } from "@codemirror/autocomplete";
import { indentWithTab } from "@codemirror/commands";
import { python, pythonLanguage } from "@codemirror/lang-python";
import { indentUnit } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { Annotation, Compartment, EditorState, type Extension } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { useComputedColorScheme } from "@mantine/core";
import { basicSetup } from "codemirror";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import "@/code/code.css";
import type { CodeEditorProps } from "@/code/code_editor";
import { look } from "@/code/editor_look";
import { editorPhrases } from "@/code/editor_phrases";
import { diagnosticsOf } from "@/code/problem_marks";
import { robotApi } from "@/code/robot_api";
import { robotCompletion } from "@/code/robot_completion";
import { robotHover } from "@/code/robot_hover";
import { runningLine, showRunningLine } from "@/code/running_line";
import { smallestChange } from "@/code/smallest_change";
import type { RobotApiEntry } from "@/api/types";
import type { Language } from "@/i18n/texts";

/** Marks what came from outside, so that it isn't reported as typed. */
const fromOutside = Annotation.define<boolean>();

interface Parts {
  readonly look: Compartment;
  readonly words: Compartment;
  readonly access: Compartment;
  readonly help: Compartment;
}

function help(entries: readonly RobotApiEntry[], language: Language): Extension {
  const api = robotApi(entries);
  return [pythonLanguage.data.of({ autocomplete: robotCompletion(api, language) }), robotHover(api, language)];
}

function access(readOnly: boolean, label: string): Extension {
  return [
    EditorState.readOnly.of(readOnly),
    EditorView.contentAttributes.of({ "aria-label": label, "aria-readonly": readOnly ? "true" : "false", tabindex: "0" }),
  ];
}

export default function CodeMirror({ value, onChange, highlightLine, problems, readOnly, api, label, reveal }: CodeEditorProps) {
  const { t, i18n } = useTranslation("code");
  const dark = useComputedColorScheme("light") === "dark";
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const parts = useRef<Parts>({ look: new Compartment(), words: new Compartment(), access: new Compartment(), help: new Compartment() });
  const report = useRef(onChange);
  /** What was reported and has not come back as `value` yet: while one types, the value lags behind. */
  const onItsWay = useRef<string[]>([]);
  useEffect(() => {
    report.current = onChange;
  });
  const name = label ?? t("editor");
  const language = i18n.language as Language;
  const first = useRef({ value, readOnly: readOnly ?? false, name, dark, language, api });

  useEffect(() => {
    if (place.current === null) return;
    const begin = first.current;
    const { look: looks, words, access: rights, help: helps } = parts.current;
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: begin.value,
        extensions: [
          runningLine,
          lintGutter(),
          basicSetup,
          keymap.of([{ key: "Tab", run: acceptCompletion }, indentWithTab]),
          indentUnit.of("    "),
          python(),
          look,
          looks.of(EditorView.darkTheme.of(begin.dark)),
          words.of(editorPhrases(begin.language)),
          rights.of(access(begin.readOnly, begin.name)),
          helps.of(help(begin.api, begin.language)),
          EditorView.updateListener.of((update) => {
            if (update.docChanged && !update.transactions.some((one) => one.annotation(fromOutside) === true)) {
              const text = update.state.doc.toString();
              onItsWay.current.push(text);
              report.current?.(text);
            }
          }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      // React's strict mode builds everything twice: what was typed must outlive the first.
      first.current = { ...begin, value: editor.state.doc.toString() };
      editor.destroy();
      view.current = null;
    };
  }, []);

  useEffect(() => {
    const editor = view.current;
    if (editor === null) return;
    const known = onItsWay.current.indexOf(value);
    onItsWay.current = known < 0 ? [] : onItsWay.current.slice(known + 1);
    const present = editor.state.doc.toString();
    if (known >= 0 || present === value) return;
    editor.dispatch({ changes: smallestChange(present, value), annotations: fromOutside.of(true) });
  }, [value]);

  useEffect(() => {
    const { look: looks, words, access: rights } = parts.current;
    view.current?.dispatch({
      effects: [
        looks.reconfigure(EditorView.darkTheme.of(dark)),
        words.reconfigure(editorPhrases(language)),
        rights.reconfigure(access(readOnly ?? false, name)),
      ],
    });
  }, [dark, language, name, readOnly]);

  useEffect(() => {
    view.current?.dispatch({ effects: parts.current.help.reconfigure(help(api, language)) });
  }, [api, language]);

  useEffect(() => {
    if (view.current !== null) showRunningLine(view.current, highlightLine);
  }, [highlightLine]);

  useEffect(() => {
    const editor = view.current;
    if (editor !== null) editor.dispatch(setDiagnostics(editor.state, diagnosticsOf(problems, editor.state.doc)));
  }, [problems]);

  useEffect(() => {
    const editor = view.current;
    if (editor === null || reveal === undefined || reveal === null) return;
    const line = editor.state.doc.line(Math.min(Math.max(reveal.line, 1), editor.state.doc.lines));
    editor.dispatch({ selection: { anchor: line.from }, effects: EditorView.scrollIntoView(line.from, { y: "center" }) });
    editor.focus();
  }, [reveal]);

  return <div ref={place} style={{ height: "100%", minHeight: 0 }} />;
}
