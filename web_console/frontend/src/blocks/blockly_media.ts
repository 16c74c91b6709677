// SPDX-License-Identifier: Apache-2.0
/** Serves Blockly's pictures and pointers ourselves, in the built pages and while developing: no request leaves for another host. */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

const require = createRequire(import.meta.url);
const PACKAGE = dirname(require.resolve("blockly/core"));
const MEDIA = join(PACKAGE, "media");
const { version } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8")) as { version: string };

// Sounds are off, so that no classroom hears thirty of them.
const FILES = readdirSync(MEDIA).filter((name) => !name.endsWith(".mp3"));

/** Where the files are found; the version is in it because browsers may keep what is in `assets/` for ever. */
export const BLOCKLY_MEDIA = `/assets/blockly-${version}/`;

const TYPES: Record<string, string> = { svg: "image/svg+xml", png: "image/png", gif: "image/gif", cur: "image/x-icon" };

export function blocklyMedia(): Plugin {
  return {
    name: "blockly-media",
    config: () => ({ define: { __BLOCKLY_MEDIA__: JSON.stringify(BLOCKLY_MEDIA) } }),
    generateBundle() {
      for (const name of FILES) {
        this.emitFile({ type: "asset", fileName: BLOCKLY_MEDIA.slice(1) + name, source: readFileSync(join(MEDIA, name)) });
      }
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const name = request.url?.split("?")[0]?.replace(BLOCKLY_MEDIA, "") ?? "";
        if (!FILES.includes(name)) {
          next();
          return;
        }
        response.setHeader("Content-Type", TYPES[name.split(".").at(-1) ?? ""] ?? "application/octet-stream");
        response.end(readFileSync(join(MEDIA, name)));
      });
    },
  };
}
