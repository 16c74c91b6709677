// SPDX-License-Identifier: Apache-2.0
import { type Completion, CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { python } from "@codemirror/lang-python";
import { ensureSyntaxTree } from "@codemirror/language";
import { EditorState, Text } from "@codemirror/state";
import { EditorView, runScopeHandlers } from "@codemirror/view";
import { describe, expect, it } from "vitest";
import type { RobotApiEntry } from "@/api/types";
import { docCard } from "@/code/doc_card";
import { diagnosticsOf } from "@/code/problem_marks";
import { expressionBefore, ownerOf, robotApi } from "@/code/robot_api";
import { robotCompletion } from "@/code/robot_completion";
import { entryAt, robotHover } from "@/code/robot_hover";
import { smallestChange } from "@/code/smallest_change";
import type { Language } from "@/i18n/texts";

const entry = (
  name: string,
  kind: RobotApiEntry["kind"],
  signature: string,
  fields: string[] = [],
  doc_markdown = "",
): RobotApiEntry => ({ name, kind, signature, doc_markdown, fields });

const API = robotApi([
  entry("move", "method", "robot.move(speed_mps, turn_radps=0)"),
  entry("stop", "method", "robot.stop()"),
  entry("odometry", "property", "robot.odometry", ["x_m"]),
  entry("detections", "property", "robot.detections", ["label"]),
  entry("cm", "function", "cm(centimetres)"),
  entry("deg", "function", "deg(degrees)"),
]);

/** What is offered where `|` stands in a text. */
function offered(text: string, explicit = false): string[] {
  return options(text, explicit).map((option) => option.label);
}

function options(text: string, explicit = false, api = API, language: Language = "en"): readonly Completion[] {
  const at = text.indexOf("|");
  const state = EditorState.create({ doc: text.replace("|", ""), extensions: [python()] });
  ensureSyntaxTree(state, state.doc.length, 5_000);
  const result = robotCompletion(api, language)(new CompletionContext(state, at, explicit)) as CompletionResult | null;
  return result?.options ?? [];
}

describe("completion", () => {
  it("offers what the robot can do after its dot", () => {
    expect(offered("def drive(robot):\n    robot.|")).toEqual(["move", "stop", "odometry", "detections"]);
    expect(offered("def drive(robot):\n    x = robot.mo|")).toContain("move");
  });

  it("offers the names that a program is given, but not out of nothing", () => {
    expect(offered("def drive(robot):\n    d|")).toEqual(["robot", "cm", "deg"]);
    expect(offered("def drive(robot):\n    |")).toEqual([]);
    expect(offered("def drive(robot):\n    |", true)).toEqual(["robot", "cm", "deg"]);
  });

  it.each([
    ["robot.odometry.|", "x_m"],
    ["here = robot.odometry\nhere.|", "x_m"],
    ["for d in robot.detections:\n    d.|", "label"],
    ["best = robot.detections[0]\nbest.|", "label"],
    ["best = max(robot.detections, key=lambda d: d.|)", "label"],
    ["seen = robot.detections\nfor one in seen:\n    one.|", "label"],
    ["reds = [d for d in robot.detections if d.|]", "label"],
    ["robot.detections[0].|", "label"],
  ])("knows what it holds: %s", (text, member) => {
    expect(offered(text)).toEqual([member]);
  });

  it.each(["# robot.|", "'robot.|'", "other.|", "robot.detections.|", "robot.unknown.|"])("is silent in %s", (text) => {
    expect(offered(text)).toEqual([]);
  });

  it("helps inside a format string", () => {
    expect(offered("robot.say(f'{robot.|}')")).toContain("odometry");
  });
});

describe("documentation of a word", () => {
  const at = (text: string): string | undefined => {
    const state = EditorState.create({ doc: text.replace("|", "") });
    return entryAt(state, text.indexOf("|"), API)?.entry.name;
  };

  it("is found for the robot's members, its fields and functions", () => {
    expect(at("robot.mo|ve(1)")).toBe("move");
    expect(at("x = c|m(5)")).toBe("cm");
    expect(at("robot.odometry.x|_m")).toBe("odometry");
    expect(at("for d in robot.detections: d.lab|el")).toBe("detections");
  });

  it("is nothing for other things", () => {
    expect(at("other.mo|ve(1)")).toBeUndefined();
    expect(at("nothi|ng")).toBeUndefined();
    expect(at("robot.c|m(5)")).toBeUndefined();
    expect(at("robot.odometry.lab|el")).toBeUndefined();
    expect(at("  |  ")).toBeUndefined();
  });

  it("is made of paragraphs, lists and code, and never of HTML", () => {
    const card = docCard(
      entry("say", "method", "robot.say(text)", ["x_m"], "Says `text`.\n\n- one\n  more\n- <img src=x>"),
      "en",
    );
    expect(card.querySelector(".cm-doc-signature")?.textContent).toBe("robot.say(text)");
    expect([...card.querySelectorAll("li")].map((item) => item.textContent)).toEqual(["one more", "<img src=x>"]);
    expect(card.querySelector("img")).toBeNull();
    expect([...card.querySelectorAll("p code")].map((code) => code.textContent)).toEqual(["text", ".x_m"]);
  });
});

describe("documentation in German", () => {
  const stop = "Stops, and waits until the robot stands still.";
  const api = robotApi([entry("stop", "method", "robot.stop()", [], `${stop}\n\n- new`)]);

  it.each([
    ["de", "Hält an und wartet, bis der Roboter steht.", "en"],
    ["en", stop, ""],
  ] as const)("stands beside a completion: %s", (language, words, ofNew) => {
    const [option] = options("robot.s|", true, api, language);
    const card = typeof option?.info === "function" ? (option.info(option) as HTMLElement) : null;
    expect(card?.querySelector("p")?.textContent).toBe(words);
    expect(card?.querySelector("p")?.lang).toBe("");
    expect(card?.querySelector("li")?.lang).toBe(ofNew);
    expect(card?.querySelector(".cm-doc-signature")?.textContent).toBe("robot.stop()");
  });

  it("is shown for the word at the cursor with F1", () => {
    const view = new EditorView({ doc: "robot.stop()", selection: { anchor: 8 }, extensions: robotHover(api, "de"), parent: document.body });
    expect(runScopeHandlers(view, new KeyboardEvent("keydown", { key: "F1" }), "editor")).toBe(true);
    expect(view.dom.querySelector(".cm-doc-card p")?.textContent).toBe("Hält an und wartet, bis der Roboter steht.");
    view.destroy();
  });
});

describe("expressions", () => {
  it("are read back from the dot", () => {
    expect(expressionBefore("x = robot.odometry.")).toBe("robot.odometry");
    expect(expressionBefore("robot.detections[0].")).toBe("robot.detections[0]");
    expect(expressionBefore("5.")).toBe("");
  });

  it("with odd characters are no pattern", () => {
    expect(ownerOf("(((", "robot.detections")).toBeNull();
    expect(ownerOf("", "")).toBeNull();
  });
});

describe("problems", () => {
  const doc = Text.of(["def drive(robot):", "    robot.mvoe(1)", "", "    s = '🤖'; x y"]);
  const place = (line: number, column: number, endColumn = 0): string => {
    const [found] = diagnosticsOf([{ line, column, endColumn, message: "m", hint: "h" }], doc);
    return doc.sliceString(found?.from ?? 0, found?.to);
  };

  it("stand under the word, the range or the line that is meant", () => {
    expect(place(2, 11)).toBe("mvoe");
    expect(place(2, 5, 18)).toBe("robot.mvoe(1)");
    expect(place(2, 0)).toBe("robot.mvoe(1)");
    expect(place(3, 0)).toBe("");
  });

  it("count characters as Python does", () => {
    expect(place(4, 16)).toBe("y");
  });

  it("outside of the text stand at its nearest line", () => {
    expect(place(0, 0)).toBe("def drive(robot):");
    expect(place(99, 99)).toBe("");
    expect(place(-5, -5)).toBe("def drive(robot):");
  });

  it("say what to do as well", () => {
    const [found] = diagnosticsOf([{ line: 1, column: 0, endColumn: 0, message: "Wrong.", hint: "Mend it." }], doc);
    expect(found?.renderMessage?.({} as never).textContent).toBe("Wrong.Mend it.");
  });
});

describe("the smallest change", () => {
  it.each([
    ["abc", "abXc"],
    ["aaa", "aa"],
    ["", "new"],
    ["gone", ""],
    ["same", "same"],
    ["abab", "ababab"],
  ])("makes %j into %j", (from, to) => {
    const change = smallestChange(from, to);
    expect(from.slice(0, change.from) + change.insert + from.slice(change.to)).toBe(to);
    expect(change.insert.length).toBeLessThanOrEqual(to.length);
  });

  it("touches nothing outside of it", () => {
    expect(smallestChange("one two three", "one 2 three")).toEqual({ from: 4, to: 7, insert: "2" });
  });
});
