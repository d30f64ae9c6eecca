import { expect, test } from "vitest";
import { en } from "../src/i18n/en.ts";
import { zh } from "../src/i18n/zh.ts";
import type { Offer } from "../src/offers/api.ts";
import { terms } from "../src/offers/terms.ts";

const offer: Offer = {
  id: "ten",
  label: "Offer",
  title: "Ten off",
  percent: 10,
  amount: 0,
  currency: "USD",
  least: 0,
  ends: null,
  about: [],
};
const saying =
  (words: Record<string, string>) =>
  (key: string, values: Record<string, string | number> = {}) =>
    (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));

test("what an offer takes off, from what on and until when stands in its line", () => {
  expect(terms(offer, "en", saying(en) as never)).toBe("10% off");
  const bounded = { ...offer, percent: 0, amount: 500, least: 2000, ends: "2026-12-01T12:00:00Z" };
  expect(terms(bounded, "en", saying(en) as never)).toBe("$5 off · from $20 on · until December 1");
  expect(terms(bounded, "zh", saying(zh) as never)).toBe("减US$5，满US$20可用，截至12月1日".replaceAll("US$", "$"));
});
