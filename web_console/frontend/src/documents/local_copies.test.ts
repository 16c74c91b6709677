// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it } from "vitest";
import { type LocalCopy, localCopiesOf } from "@/documents/local_copies";

const copy: LocalCopy = { base: 3, document: { tier: "code", text: "x", blocks: null }, at: "2026-01-01T10:00:00Z" };

beforeEach(() => localStorage.clear());

describe("copies in the browser", () => {
  it("come back as they were kept", () => {
    expect(localCopiesOf("me").put("p", copy)).toBe(true);
    expect(localCopiesOf("me").get("p")).toEqual(copy);
    localCopiesOf("me").drop("p");
    expect(localCopiesOf("me").get("p")).toBeNull();
  });

  it("are not shown to the next person at the same computer", () => {
    localCopiesOf("me").put("p", copy);
    expect(localCopiesOf("other").get("p")).toBeNull();
  });

  it.each(["", "{", "null", "[]", '{"base": "3"}', '{"base": 3, "at": "x", "document": {"tier": 1, "text": "x"}}'])(
    "are nothing when they are broken: %s",
    (kept) => {
      localStorage.setItem("valence.unsaved.me.p", kept);
      expect(localCopiesOf("me").get("p")).toBeNull();
    },
  );

  it("say so when the browser is full or forbids it", () => {
    const full = {
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError");
      },
      getItem: () => {
        throw new DOMException("no", "SecurityError");
      },
    } as unknown as Storage;
    expect(localCopiesOf("me", full).put("p", copy)).toBe(false);
    expect(localCopiesOf("me", full).get("p")).toBeNull();
    expect(() => localCopiesOf("me", full).drop("p")).not.toThrow();
  });
});
