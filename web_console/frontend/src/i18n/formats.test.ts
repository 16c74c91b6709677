// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { formatsOf } from "@/i18n/formats";

const NOW = Date.parse("2026-03-10T12:00:00Z");
const before = (seconds: number): string => new Date(NOW - seconds * 1_000).toISOString();

describe("formats", () => {
  it("write numbers as the language does", () => {
    expect(formatsOf("en").number(1234.56)).toBe("1,234.6");
    expect(formatsOf("de").number(1234.56)).toBe("1.234,6");
  });

  it.each([
    [10, "now", "jetzt"],
    [65, "1 minute ago", "vor 1 Minute"],
    [3 * 3_600, "3 hours ago", "vor 3 Stunden"],
    [86_400, "yesterday", "gestern"],
    [-50, "now", "jetzt"],
  ])("say how long ago %d s are", (seconds, en, de) => {
    expect(formatsOf("en").ago(before(seconds), NOW)).toBe(en);
    expect(formatsOf("de").ago(before(seconds), NOW)).toBe(de);
  });

  it("give the date of what is long ago", () => {
    expect(formatsOf("en").ago(before(30 * 86_400), NOW)).toContain("2026");
  });

  it("write lengths of time", () => {
    expect(formatsOf("en").clock(65.4)).toBe("1:05");
    expect(formatsOf("de").duration(42)).toBe("42 Sekunden");
    expect(formatsOf("en").duration(150)).toBe("3 minutes");
    expect(formatsOf("en").duration(0)).toBe("1 second");
  });
});
