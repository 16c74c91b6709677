// SPDX-License-Identifier: Apache-2.0
import { MantineProvider } from "@mantine/core";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { ErrorBoundary } from "@/components/error_boundary";
import { ready } from "@/i18n/i18n";

function Bad(): never {
  throw new Error("the planted fault");
}

const around = (place: string, child: React.ReactNode) => (
  <MantineProvider env="test">
    <ErrorBoundary place={place}>{child}</ErrorBoundary>
  </MantineProvider>
);

beforeAll(async () => {
  window.matchMedia = ((query: string) => ({ matches: false, media: query, addEventListener: vi.fn(), removeEventListener: vi.fn() })) as never;
  await ready;
});
afterEach(cleanup);

describe("a page that breaks", () => {
  it("says that nothing is lost, and another page is shown again", () => {
    const silent = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const { rerender } = render(around("/a", <Bad />));
    expect(screen.getByRole("alert").textContent).toContain("What you typed is kept");
    expect(screen.getByText(/the planted fault/)).toBeTruthy();
    rerender(around("/b", <p>fine</p>));
    expect(screen.getByText("fine")).toBeTruthy();
    silent.mockRestore();
  });
});
