// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from "vitest";
import { NumberTrack, Series } from "@/episode/series";

describe("a series", () => {
  it("is asked by time", () => {
    const series = new Series<{ t: number }>();
    for (const t of [1, 2, 2, 5]) series.add({ t });
    expect([0.9, 1, 1.5, 2, 4.9, 5, 100].map((t) => series.indexAt(t))).toEqual([-1, 0, 0, 2, 2, 3, 3]);
    expect(series.at(0)).toBeNull();
    expect(series.at(3)?.t).toBe(2);
    expect(new Series().at(1)).toBeNull();
  });

  it("puts what comes late where it belongs", () => {
    const series = new Series<{ t: number; name: string }>();
    series.add({ t: 1, name: "a" });
    series.add({ t: 3, name: "c" });
    series.add({ t: 2, name: "b" });
    series.add({ t: 0, name: "z" });
    expect(series.all.map((item) => item.name).join("")).toBe("zabc");
  });

  it("never weighs more than is allowed, keeps the newest dense and looks back over all the time", () => {
    const series = new Series<{ t: number; bytes: number }>(10_000, (item) => item.bytes);
    for (let t = 0; t < 100_000; t += 1) {
      series.add({ t, bytes: 100 });
      expect(series.heaviness).toBeLessThanOrEqual(10_000);
    }
    expect(series.heaviness).toBe(series.length * 100);
    expect(series.get(0)?.t).toBe(0);
    const newest = series.all.slice(-10).map((item) => item.t);
    expect(newest.map((t, index) => t - (newest[index - 1] ?? t - 1))).toEqual(new Array(10).fill(1));
  });
});

describe("a series in which gaps would mislead", () => {
  it("loses the oldest, and says how many", () => {
    const series = new Series<{ t: number }>(100, undefined, "oldest");
    for (let t = 0; t < 1000; t += 1) series.add({ t });
    const times = series.all.map((item) => item.t);
    expect(times).toEqual(Array.from({ length: times.length }, (_, n) => 1000 - times.length + n));
    expect(series.leftOut).toBe(1000 - times.length);
  });
});

describe("a number track", () => {
  it("keeps rows and finds them by time", () => {
    const track = new NumberTrack(2);
    for (let t = 0; t < 1000; t += 1) track.add(t, [t * 2, -t]);
    expect(track.length).toBe(1000);
    expect(track.indexAt(500.5)).toBe(500);
    expect([track.value(500), track.value(500, 1)]).toEqual([1000, -500]);
    expect(track.t).toHaveLength(1000);
    expect(track.values).toHaveLength(2000);
  });

  it("takes the last of two rows of one time, and none of the past", () => {
    const track = new NumberTrack(1);
    track.add(1, [1]);
    track.add(1, [2]);
    track.add(0.5, [3]);
    expect([...track.values]).toEqual([2]);
    expect(new NumberTrack(1).indexAt(0)).toBe(-1);
  });

  it("grows no further than is allowed", () => {
    const track = new NumberTrack(1, 100);
    for (let t = 0; t < 10_000; t += 1) track.add(t, [t]);
    expect(track.length).toBeLessThanOrEqual(100);
    expect(track.value(0)).toBe(0);
    expect(track.value(track.length - 1)).toBe(9999);
    expect([...track.t]).toEqual([...track.values]);
  });
});
