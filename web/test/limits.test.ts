import type { Constraint, Understood } from "@omnishelf/instantsearch-client";
import { expect, test } from "vitest";
import { limitLabel } from "../src/results/limits";

const PRICE: Constraint = { key: "price:..30000", kind: "price", label: "300以内", hard: true, source: "words", confidence: 1 };
const asked = (min: number | null, max: number | null, language = "zh"): Understood => ({
  text: "双肩包",
  transcript: null,
  language,
  modalities: [],
  constraints: [PRICE],
  price: { min, max, currency: "USD" },
});

test("a price asked in another language is told by its figures", () => {
  expect(limitLabel(PRICE, asked(null, 30000), "en")).toBe("≤ $300");
  expect(limitLabel(PRICE, asked(9950, null), "en")).toBe("≥ $99.50");
  expect(limitLabel(PRICE, asked(10000, 30000), "en")).toBe("$100 – $300");
});

test("the page's own language keeps the words of the question, and other limits keep the shop's", () => {
  expect(limitLabel(PRICE, asked(null, 30000), "zh")).toBe("300以内");
  expect(limitLabel({ ...PRICE, kind: "color", label: "red" }, asked(null, 30000), "en")).toBe("red");
});
