// SPDX-License-Identifier: Apache-2.0
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import i18next from "i18next";
import type { ReactNode } from "react";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { EpisodeTracks } from "@/episode/episode_tracks";
import { decodeMessage, type LearningFrame } from "@/episode/frames";
import { ready } from "@/i18n/i18n";
import "@/i18n/all_texts";
import { curvePoints } from "@/learning/learning_curves";
import { LearningMissing } from "@/learning/learning_missing";
import { LearningPanel } from "@/learning/learning_panel";
import { ModelLine } from "@/learning/model_line";
import { theme } from "@/theme";
import { encode } from "@msgpack/msgpack";

const FRAME: LearningFrame = {
  k: "learning", t: 0, doing: { stage: "train", kind: "forest", rows: 1640 }, done: 0.25, used_s: 12.4, limit_s: 120,
  curves: [{ name: "score", values: [0.5, 0.75, 0.875] }, { name: "loss", values: [3] }],
};
const MODEL = { name: "learned", version: null as number | null, kind: "forest", sha256: "ab".repeat(32), size_bytes: 79_200 };
let learned: { model: typeof MODEL | null; hasReport: boolean } | undefined;
let report: { data?: string; error: Error | null };

vi.mock("@/learning/learned_queries", () => ({
  useLearned: (_id: string, over: boolean) => ({ data: over ? learned : undefined }),
  useLearningReport: (_id: string, language: string) => ({ ...report, language, refetch: vi.fn() }),
}));

beforeAll(async () => {
  vi.stubGlobal("ResizeObserver", class { observe() { /* jsdom has no layout */ } disconnect() { /* nor this */ } unobserve() { /* nor this */ } });
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: vi.fn(), removeEventListener: vi.fn(), addListener: vi.fn(), removeListener: vi.fn() }));
  await ready;
});

beforeEach(async () => {
  learned = { model: MODEL, hasReport: true };
  report = { data: "<p>97 %</p>", error: null };
  await i18next.changeLanguage("en");
});

afterEach(cleanup);

function show(what: ReactNode): void {
  render(
    <MantineProvider theme={{ ...theme, components: {} }} env="test">
      <QueryClientProvider client={new QueryClient()}>{what}</QueryClientProvider>
    </MantineProvider>,
  );
}

describe("a program that learns", () => {
  it("says what it is at, how far, and how much of its time it has used", () => {
    show(<LearningPanel frame={FRAME} />);
    expect(screen.getByRole("status").textContent).toBe("It trains: forest (1,640 samples)");
    expect(screen.getByRole("progressbar", { name: "How far this training is" }).getAttribute("aria-valuenow")).toBe("25");
    expect(screen.getByText("12 of 120 s of computing time")).toBeDefined();
    expect(screen.getByText("score: 0.875")).toBeDefined();
    expect(screen.getByRole("img", { name: "Course of the training" }).querySelectorAll("polyline")).toHaveLength(1);
  });

  it("says it in German", async () => {
    await i18next.changeLanguage("de");
    show(<LearningPanel frame={FRAME} />);
    expect(screen.getByRole("status").textContent).toBe("Es trainiert: forest (1.640 Beispiele)");
    expect(screen.getByText("12 von 120 s Rechenzeit")).toBeDefined();
  });

  it("says that it begins before anything is known, and draws nothing then", () => {
    show(<LearningPanel frame={null} />);
    expect(screen.getByRole("status").textContent).toBe("It begins …");
    expect(screen.queryByRole("img", { name: "Course of the training" })).toBeNull();
  });

  it("is known from its newest frame alone", () => {
    const tracks = new EpisodeTracks();
    tracks.add(decodeMessage(encode([{ ...FRAME, done: 0.1 }, { k: "state", n: 1, t: 0, state: "learning", pace: 0, text: "" }, FRAME]).slice().buffer));
    expect(tracks.state?.state).toBe("learning");
    expect(tracks.learning?.done).toBe(0.25);
  });

  it("has scores drawn between 0 and 1, and other curves by their own scale", () => {
    const heights = (name: string, values: number[]): number[] => (curvePoints({ name, values }) ?? "").split(" ").map((pair) => Number(pair.split(",")[1]));
    expect(heights("score", [0, 0.5, 1])).toEqual([80, 42, 4]);
    expect(heights("score", [0.5, 0.5])).toEqual([42, 42]);
    expect(heights("loss", [10, 20])).toEqual([80, 4]);
    expect(heights("loss", [7, 7])).toEqual([80, 80]);
    expect(curvePoints({ name: "loss", values: [1] })).toBeNull();
  });
});

describe("what was learned", () => {
  it("is named, and its report opens in a frame that can do nothing", async () => {
    show(<ModelLine episodeId="e" over learned={false} />);
    expect(screen.getByText(/Model that drove: forest/).textContent).toBe("Model that drove: forest · 79.2 kB");
    fireEvent.click(screen.getByRole("button", { name: "Report on learning" }));
    const frame = await screen.findByTitle("Report on how the program learned");
    expect(frame.getAttribute("sandbox")).toBe("");
    expect(frame.getAttribute("srcdoc")).toBe("<p>97 %</p>");
    expect(frame.hasAttribute("src")).toBe(false);
  });

  it("is named with its version where it has one", () => {
    learned = { model: { ...MODEL, name: "grounds", version: 3 }, hasReport: false };
    show(<ModelLine episodeId="e" over learned={false} />);
    expect(screen.getByText(/Model that drove: grounds, version 3 \(forest\)/)).toBeDefined();
    expect(screen.queryByRole("button")).toBeNull();
  });

  it("can be read about while the robot still drives", () => {
    show(<ModelLine episodeId="e" over={false} learned />);
    expect(screen.getByRole("button", { name: "Report on learning" })).toBeDefined();
  });

  it("that came to nothing still has a report, and says so", () => {
    learned = { model: null, hasReport: true };
    show(<ModelLine episodeId="e" over learned={false} />);
    expect(screen.getByText("It learned nothing to drive with.")).toBeDefined();
    expect(screen.getByRole("button", { name: "Report on learning" })).toBeDefined();
  });

  it("is nothing where nothing was learned", () => {
    learned = { model: null, hasReport: false };
    show(<ModelLine episodeId="e" over learned={false} />);
    expect(screen.queryByText(/Model that drove/)).toBeNull();
    expect(screen.queryByRole("button")).toBeNull();
  });

  it("says what is wrong when the report can't be had", async () => {
    report = { error: new TypeError("away") };
    show(<ModelLine episodeId="e" over learned={false} />);
    fireEvent.click(screen.getByRole("button", { name: "Report on learning" }));
    expect((await screen.findByRole("alert")).textContent).toContain("The report can't be shown");
  });
});

it("a lab that can't learn yet says what to do, and looks again when asked", () => {
  const again = vi.fn();
  show(<LearningMissing onRetry={again} />);
  expect(screen.getByText("./valence --with-learning doctor")).toBeDefined();
  fireEvent.click(screen.getByRole("button", { name: "Look again" }));
  expect(again).toHaveBeenCalledOnce();
});
