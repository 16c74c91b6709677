// SPDX-License-Identifier: Apache-2.0
import { MantineProvider } from "@mantine/core";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { lazyPart } from "@/components/lazy_part";
import { ready } from "@/i18n/i18n";

const PATIENT = { timeout: 10_000 };

beforeAll(async () => {
  window.matchMedia = ((query: string) => ({ matches: false, media: query, addEventListener: vi.fn(), removeEventListener: vi.fn() })) as never;
  await ready;
});
afterEach(cleanup);

describe("a part of a page that comes when it is needed", () => {
  it("leaves the rest as it is when it can't be had, and comes when one tries again", async () => {
    const silent = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const Shown = ({ name }: { name: string }) => <p>hello {name}</p>;
    const load = vi.fn<() => Promise<{ default: typeof Shown }>>();
    load.mockRejectedValueOnce(new TypeError("Failed to fetch dynamically imported module"));
    load.mockResolvedValue({ default: Shown });
    const Part = lazyPart(load);
    const page = (
      <MantineProvider env="test">
        <textarea defaultValue="typed" />
        <Part name="Ada" />
      </MantineProvider>
    );
    const { unmount } = render(page);
    const said = (await screen.findByRole("alert", {}, PATIENT)).textContent;
    expect(said).toContain("can't be shown");
    expect(said).toContain("The lab can't be reached.");
    expect(screen.getByDisplayValue("typed")).toBeTruthy();
    fireEvent.click(screen.getByRole("button"));
    expect(await screen.findByText("hello Ada", {}, PATIENT)).toBeTruthy();
    unmount();
    render(page);
    expect(screen.getByText("hello Ada")).toBeTruthy();
    expect(load).toHaveBeenCalledTimes(2);
    silent.mockRestore();
  });

  it("is not said to be out of reach when it is there and breaks, and the rest stays", async () => {
    const silent = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const Bad = (): never => {
      throw new TypeError("the planted fault");
    };
    const Part = lazyPart(() => Promise.resolve({ default: Bad }));
    render(
      <MantineProvider env="test">
        <textarea defaultValue="typed" />
        <Part />
      </MantineProvider>,
    );
    const said = (await screen.findByRole("alert", {}, PATIENT)).textContent;
    expect(said).toContain("That did not work.");
    expect(said).not.toContain("can't be reached");
    expect(screen.getByDisplayValue("typed")).toBeTruthy();
    silent.mockRestore();
  });
});
