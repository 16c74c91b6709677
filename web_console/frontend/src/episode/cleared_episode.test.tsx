// SPDX-License-Identifier: Apache-2.0
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import i18next from "i18next";
import { MemoryRouter } from "react-router";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { EpisodeView } from "@/episode/episode_view";
import { ready } from "@/i18n/i18n";
import "@/i18n/all_texts";
import { theme } from "@/theme";

const EPISODE = { program_id: "p", version: 3, mission: "first_drive", seed: 2 as number | null, robot: "burger", target: "mujoco", pace: 4 };
const CARD = {
  score: 40,
  max_score: 100,
  passed: false,
  message: "There is no “fly” in line 2.",
  hint: "Drive.",
  criteria: [{ name: "reach", check: "reached_zone", points: 40, max_points: 100, reason: "It came near." }],
};
const run = vi.fn();
let role: string;
let facts: typeof EPISODE;

// The client of the API needs addresses with a host, which tests do not have.
vi.mock("@/episodes/episode_queries", () => ({
  episodeFile: (id: string, file: string) => `/api/episodes/${id}/${file}`,
  useEpisodeFacts: () => ({ data: facts }),
  useEpisodeLog: () => ({ data: Array.from({ length: 1002 }, (_, index) => ({ time: index, text: `word ${index}` })) }),
  useEpisodeProgram: () => ({ data: undefined }),
  useEpisodeScorecard: () => ({ data: CARD }),
  useRunEpisode: () => ({ mutate: run, isPending: false, error: null }),
}));
vi.mock("@/session/session", () => ({ useSession: () => ({ data: { person: { role } } }) }));

beforeAll(async () => {
  vi.stubGlobal("ResizeObserver", class { observe() { /* jsdom has no layout */ } disconnect() { /* nor this */ } unobserve() { /* nor this */ } });
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: vi.fn(), removeEventListener: vi.fn(), addListener: vi.fn(), removeListener: vi.fn() }));
  vi.stubGlobal("fetch", () => Promise.resolve(new Response('{"kind": "recording_cleared"}', { status: 410 })));
  await ready;
});

beforeEach(async () => {
  role = "learner";
  facts = { ...EPISODE };
  run.mockClear();
  await i18next.changeLanguage("en");
});

afterEach(() => {
  cleanup();
});

function show(props: Partial<Parameters<typeof EpisodeView>[0]> = {}): void {
  render(
    <MantineProvider theme={{ ...theme, components: {} }} env="test">
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <MemoryRouter>
          <EpisodeView episodeId="e" live={false} {...props} />
        </MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  );
}

it("says calmly what became of the recording, and what is still there", async () => {
  show();
  expect(await screen.findByText("This recording made room for newer ones")).toBeDefined();
  expect(screen.getByText("It came near.")).toBeDefined();
  expect(screen.getByText("There is no “fly” in line 2.")).toBeDefined();
  expect(screen.getByText("word 999")).toBeDefined();
  expect(screen.queryByText("word 1000")).toBeNull();
  expect(screen.getByText("2 more lines are in the file.")).toBeDefined();
  expect(screen.getByRole("link", { name: "The whole log as a file" }).getAttribute("href")).toBe("/api/episodes/e/log");
  expect(screen.queryByRole("slider")).toBeNull();
  expect(screen.queryByText(/can't be shown/)).toBeNull();
});

it("runs the same version again with the same seed, and hands the new episode on", async () => {
  const onRanAgain = vi.fn();
  show({ onRanAgain });
  fireEvent.click(await screen.findByRole("button", { name: "Run it again with the same seed" }));
  const order = { program_id: "p", version: 3, seed: 2, robot: "burger", target: "mujoco", pace: 4 };
  expect(run).toHaveBeenCalledWith(order, expect.anything());
  const [, { onSuccess }] = run.mock.calls[0] as [unknown, { onSuccess: (episode: unknown) => void }];
  onSuccess({ id: "new" });
  expect(onRanAgain).toHaveBeenCalledWith({ id: "new" });
});

it("offers that to nobody who can't do it", async () => {
  role = "teacher";
  show();
  await screen.findByText("This recording made room for newer ones");
  expect(screen.queryByRole("button", { name: /again/ })).toBeNull();
  cleanup();
  role = "learner";
  facts = { ...EPISODE, seed: null };
  show();
  await screen.findByText("This recording made room for newer ones");
  expect(screen.queryByRole("button", { name: /again/ })).toBeNull();
});

it("speaks German", async () => {
  await i18next.changeLanguage("de");
  show();
  expect(await screen.findByRole("button", { name: "Noch einmal mit demselben Seed starten" })).toBeDefined();
});
