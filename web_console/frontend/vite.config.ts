// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { blocklyMedia } from "./src/blocks/blockly_media.ts";
import { compressedFiles } from "./src/build/compressed_files.ts";

const SERVER = "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react(), blocklyMedia(), compressedFiles()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: { target: "es2022", sourcemap: false, assetsInlineLimit: 0, manifest: true },
  server: { proxy: { "/api": { target: SERVER, ws: true } } },
  test: {
    environment: "jsdom",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    include: ["src/**/*.test.{ts,tsx}"],
    // Vitest leaves one core free, which on two is half of them.
    maxWorkers: "100%",
  },
});
