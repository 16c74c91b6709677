// SPDX-License-Identifier: Apache-2.0
/** Puts a compressed file beside each built one, so that the server need not compress anything when a class comes in. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { constants, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

const COMPRESSIBLE = /\.(?:js|css|svg|json)$/;
/** Below this a file gets hardly smaller. */
const SMALLEST_BYTES = 1_000;

export function compressedFiles(): Plugin {
  return {
    name: "compressed-files",
    apply: "build",
    writeBundle({ dir = "dist" }) {
      const assets = join(dir, "assets");
      for (const name of readdirSync(assets)) {
        const file = join(assets, name);
        const content = COMPRESSIBLE.test(name) ? readFileSync(file) : Buffer.alloc(0);
        if (content.byteLength < SMALLEST_BYTES) continue;
        writeFileSync(`${file}.gz`, gzipSync(content, { level: constants.Z_BEST_COMPRESSION }));
      }
    },
  };
}
