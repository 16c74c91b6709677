// SPDX-License-Identifier: Apache-2.0
import { render, screen } from "@testing-library/react";
import i18next from "i18next";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import "@/i18n/all_texts";
import { ready } from "@/i18n/i18n";
import { Sentence } from "@/i18n/sentences/use_said";
import { useCriterionTitles } from "@/scorecards/criterion_title";

const CRITERIA = [{ name: "pads_in_order", check: "zones_in_order" }];
const HINT = "Most is to be won at “pads_in_order”: Reached none of red; red was next.";

function Hint({ text }: { text: string }) {
  return <Sentence text={text} titleOf={useCriterionTitles(CRITERIA)} />;
}

beforeAll(async () => {
  await ready;
});
afterEach(async () => {
  await i18next.changeLanguage("en");
});

describe("a sentence of the lab on a page", () => {
  it("calls a criterion by its title, in English and in German", async () => {
    const { rerender } = render(<Hint text={HINT} />);
    expect(screen.getByText(/Places in order/).lang).toBe("");
    await i18next.changeLanguage("de");
    rerender(<Hint text={HINT} />);
    const german = screen.getByText("Am meisten ist bei „Orte der Reihe nach“ zu holen: Keine der Zonen red erreicht; als Nächstes war red dran.");
    expect(german.lang).toBe("");
  });

  it("is marked as English where there are no German words for it", async () => {
    await i18next.changeLanguage("de");
    render(<Hint text="The robot danced." />);
    expect(screen.getByText("The robot danced.").lang).toBe("en");
  });
});
