// SPDX-License-Identifier: Apache-2.0
import { MantineProvider } from "@mantine/core";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { Notes, notesFor } from "@/blocks/editor/notes";
import { UnreadableBlocks } from "@/blocks/editor/unreadable_blocks";
import { GeneratedCode } from "@/blocks/generated_code";
import { ready } from "@/i18n/i18n";
import type { GeneratedProgram } from "@/blocks/python/program";

const PROGRAM: GeneratedProgram = {
  text: "def drive(robot):\n    robot.stop()\n",
  lines: new Map([[1, "start"], [2, "stop"]]),
  troubles: [
    { blockId: "a", trouble: "loose" },
    { blockId: "b", trouble: "loose" },
    { blockId: "c", trouble: "no_time" },
    { blockId: null, trouble: "no_start" },
  ],
};
await ready;
await import("@/i18n/all_texts");
const t = i18next.getFixedT("en", "blocks");

// jsdom has none, and Mantine asks for it.
beforeAll(() => vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined })));
afterEach(cleanup);

it("notes name mistakes first, each on its block, and loose blocks together and quietly", () => {
  const notes = notesFor(PROGRAM, [{ line: 2, message: "Wrong.", hint: "Do this." }, { line: 99, message: "Somewhere." }, { line: 1, message: "Hm.", severity: "warning" }], t);
  expect(notes.map((one) => [one.kind, one.blockId, one.quiet])).toEqual([
    ["error", "stop", false],
    ["error", null, false],
    ["info", "start", false],
    ["info", "c", false],
    ["info", null, false],
    ["info", "a", true],
  ]);
  expect(notes[0]?.text).toBe("Wrong. Do this.");
  expect(notes.at(-1)?.text).toContain("2");
});

it("notes lead to their block, and offer the start block that is missing", () => {
  const show = vi.fn();
  const add = vi.fn();
  render(<Notes notes={notesFor(PROGRAM, [], t)} onShow={show} onAddStart={add} />, { wrapper: MantineProvider });
  fireEvent.click(screen.getAllByRole("button", { name: "Show the block" })[0] as HTMLElement);
  expect(show).toHaveBeenCalledWith("c");
  fireEvent.click(screen.getByRole("button", { name: "Add the start block" }));
  expect(add).toHaveBeenCalledOnce();
});

it("what can't be read is shown as it is; where nothing can be changed nothing is offered", () => {
  const raw = '{"blocks": "<b>not</b>"}';
  const { rerender } = render(<UnreadableBlocks reason={{ kind: "not_blocks", detail: "<b>" }} text={raw} onStartAnew={() => undefined} />, { wrapper: MantineProvider });
  expect(screen.getByLabelText<HTMLTextAreaElement>("The text as it is").value).toBe(raw);
  expect(screen.getByRole("alert").textContent).toContain("<b>");
  expect(screen.getByRole("button", { name: "Begin anew with other blocks" })).toBeTruthy();
  rerender(<UnreadableBlocks reason={{ kind: "not_json", detail: "" }} text={raw} onStartAnew={null} />);
  expect(screen.queryByRole("button", { name: "Begin anew with other blocks" })).toBeNull();
});

it("the code shows which line runs, and tells which one was clicked on", () => {
  Element.prototype.scrollIntoView = vi.fn();
  const chosen = vi.fn();
  render(<GeneratedCode text={PROGRAM.text} highlightLine={2} selectedLines={new Set([1])} onLine={chosen} />, { wrapper: MantineProvider });
  const lines = screen.getAllByRole("listitem");
  expect(lines.map((line) => line.textContent)).toEqual(["def drive(robot):", "    robot.stop()"]);
  expect(lines[1]?.getAttribute("aria-current")).toBe("step");
  expect(lines[0]?.dataset["selected"]).toBe("true");
  fireEvent.click(lines[0] as HTMLElement);
  expect(chosen).toHaveBeenCalledWith(1);
});
