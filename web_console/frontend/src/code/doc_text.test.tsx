// SPDX-License-Identifier: Apache-2.0
import { act, render, screen } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, expect, it } from "vitest";
import { DocText } from "@/code/doc_text";
import "@/i18n/all_texts";
import { ready } from "@/i18n/i18n";

beforeAll(async () => {
  await ready;
});
afterEach(async () => {
  await act(() => i18next.changeLanguage("en"));
});

it("says a docstring in the language of the page, and marks what is English in it", async () => {
  render(<DocText markdown={"Seconds since the episode began.\n\n- `seconds`: how long, 0 or more.\n- `x`: new <b>."} />);
  expect(screen.getByText("Seconds since the episode began.").lang).toBe("");
  await act(() => i18next.changeLanguage("de"));
  expect(screen.getByText("Sekunden seit Beginn der Episode.").lang).toBe("");
  const [seconds, other] = screen.getAllByRole("listitem");
  expect(seconds?.innerHTML).toBe("<code>seconds</code>: wie viele Sekunden, 0 oder mehr.");
  expect(other?.lang).toBe("en");
  expect(other?.textContent).toBe("x: new <b>.");
});
