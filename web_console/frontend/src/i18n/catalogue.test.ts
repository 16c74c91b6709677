// SPDX-License-Identifier: Apache-2.0
// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ESLint } from "eslint";
import { describe, expect, it } from "vitest";
import { catalogue } from "@/i18n/catalogue";
import { firstParts } from "@/i18n/catalogue/first";
import type { Tree } from "@/i18n/texts";

const ROOT = join(import.meta.dirname, "..");

/** Every text of a part, by its key. */
function leaves(tree: Tree, before = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[before + key, value] as [string, string]] : leaves(value, `${before}${key}.`),
  );
}

const parts = Object.entries(catalogue).map(([part, both]) => ({ part, en: leaves(both.en), de: new Map(leaves(both.de)) }));
const placeholders = (text: string): string[] => [...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1] ?? "").sort();

/** Everything that is written in the front end, but for the catalogue and the tests. */
function sources(folder: string): string {
  return readdirSync(folder, { withFileTypes: true })
    .map((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === "i18n" ? "" : sources(path);
      return /\.tsx?$/.test(entry.name) && !/\.test\.|\.d\.ts$/.test(entry.name) ? readFileSync(path, "utf8") : "";
    })
    .join("\n");
}

describe.each(parts)("the catalogue's part $part", ({ part, en, de }) => {
  it("has the same texts in English and German, none empty, with the same things put in", () => {
    expect([...de.keys()]).toEqual(en.map(([key]) => key));
    for (const [key, text] of en) {
      const german = de.get(key) ?? "";
      expect(text.trim(), `${part}:${key} in English`).toBe(text);
      expect(german.trim(), `${part}:${key} in German`).toBe(german);
      expect(text === "" || german === "", `${part}:${key} is empty`).toBe(false);
      expect(placeholders(german), `${part}:${key}`).toEqual(placeholders(text));
    }
  });

  it("is translated: no longer text is the same in both languages", () => {
    const same = en.filter(([key, text]) => text.split(" ").length > 3 && de.get(key) === text).map(([key]) => key);
    expect(same).toEqual([]);
  });

  it("has a plural for each singular", () => {
    const keys = new Set(en.map(([key]) => key));
    const lonely = [...keys].filter((key) => key.endsWith("_one") && !keys.has(key.replace(/_one$/, "_other")));
    expect(lonely).toEqual([]);
  });
});

describe("the catalogue", () => {
  it("holds the parts that are there from the start", () => {
    for (const [part, both] of Object.entries(firstParts)) expect(catalogue).toHaveProperty(part, both);
  });

  it("holds nothing that nobody says", () => {
    const written = sources(ROOT);
    // Keys that are put together, such as `thing.${model}`.
    const templates = [...written.matchAll(/\bt\(\s*`([^`]*\$\{[^`]*)`/g)].map(
      ([, template]) => new RegExp(`^${(template ?? "").replace(/^\w+:/, "").replaceAll(".", "\\.").replace(/\$\{[^}]*\}/g, ".+")}$`),
    );
    const isSaid = (key: string): boolean => {
      const word = (key.split(".").at(-1) ?? "").replace(/_(?:one|other)$/, "");
      return new RegExp(`["'.]${word}["'.]`).test(written) || templates.some((template) => template.test(key));
    };
    const silent = parts
      // Blocks and checks are found by the names of what they stand for.
      .filter(({ part }) => !["blocks", "checks"].includes(part))
      .flatMap(({ part, en }) => en.filter(([key]) => !isSaid(key)).map(([key]) => `${part}:${key}`));
    expect(silent).toEqual([]);
  });
});

describe("a text that is not in the catalogue", () => {
  const eslint = new ESLint({ cwd: join(ROOT, "..") });
  const complaints = async (code: string): Promise<string[]> => {
    const [result] = await eslint.lintText(`export const Planted = () => ${code};\n`, { filePath: join(ROOT, "app.tsx") });
    return result?.messages.map((message) => message.ruleId ?? message.message) ?? [];
  };

  it.each(["<p>Hello there</p>", '<img alt="A robot" />', '<input aria-label="Your name" />', "<p>{`Hello`}</p>"])(
    "is refused by the linter: %s",
    async (code) => {
      expect(await complaints(code)).toContain("i18next/no-literal-string");
    },
    60_000,
  );

  it("is no punctuation", async () => {
    expect(await complaints("<p>{': '}</p>")).toEqual([]);
  }, 60_000);
});
