// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { filesOf } from "@/build/first_load";

describe("what a first load brings", () => {
  const manifest = {
    "main.tsx": { file: "main.js", isEntry: true, imports: ["shared"], css: ["main.css"], dynamicImports: ["page.tsx", "heavy.tsx"] },
    shared: { file: "shared.js", imports: ["main.tsx"] },
    "page.tsx": { file: "page.js", imports: ["shared", "list"] },
    list: { file: "list.js", css: ["list.css"] },
    "heavy.tsx": { file: "heavy.js" },
  };

  it("is each file once, with what it needs, and nothing that comes later", () => {
    expect(filesOf(manifest, ["main.tsx", "page.tsx"])).toEqual(["list.css", "list.js", "main.css", "main.js", "page.js", "shared.js"]);
  });

  it("can't be measured for a page that is not there", () => {
    expect(() => filesOf(manifest, ["gone.tsx"])).toThrow("The build has no gone.tsx");
  });
});
