// SPDX-License-Identifier: Apache-2.0
/**
 * Says how much the first load of the mission list brings, compressed, and fails above its limit: `npm run size`, after
 * `npm run build`.
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";

const LIMIT_KB = 250;
const PAGE = "src/pages/missions/missions_page.tsx";

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

type Manifest = Readonly<Record<string, Chunk | undefined>>;

/** The files that come with some chunks: they, what they import from the start, and their styles. */
export function filesOf(manifest: Manifest, roots: readonly string[]): string[] {
  const files = new Set<string>();
  const seen = new Set<string>();
  const open = [...roots];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const chunk = manifest[name];
    if (chunk === undefined) throw new Error(`The build has no ${name}; was the page renamed?`);
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
    open.push(...(chunk.imports ?? []));
  }
  return [...files].sort();
}

function measure(dist: string): number {
  const manifest = JSON.parse(readFileSync(join(dist, ".vite", "manifest.json"), "utf8")) as Manifest;
  const entry = Object.keys(manifest).find((name) => manifest[name]?.isEntry === true);
  if (entry === undefined) throw new Error("The build has no entry.");
  const files = ["index.html", ...filesOf(manifest, [entry, PAGE])];
  const sizes = files.map((file) => [file, gzipSync(readFileSync(join(dist, file))).byteLength / 1000] as const);
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  for (const [file, size] of sizes.toSorted((one, other) => other[1] - one[1]).slice(0, 8)) {
    console.log(`${size.toFixed(1).padStart(7)} kB  ${file}`);
  }
  console.log(`${total.toFixed(1).padStart(7)} kB  in all: the first load of the mission list, compressed (limit ${LIMIT_KB} kB)`);
  return total;
}

if (import.meta.main) {
  const total = measure(join(dirname(new URL(import.meta.url).pathname), "..", "..", "dist"));
  if (total > LIMIT_KB) {
    console.error("Too much. Load what only some pages need with `lazy`, or leave it out.");
    process.exitCode = 1;
  }
}
