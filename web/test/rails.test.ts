import { expect, test } from "vitest";
import type { Advice, Advised } from "../src/rails/api.ts";
import { shownIn, titleOf } from "../src/rails/honest.ts";
import { shownEvent } from "../src/rails/shownEvent.ts";

const one = (why: string, by = "blend"): Advised => ({
  id: why,
  product: {} as Advised["product"],
  reason: { why, product_id: null, label: why },
  score: 1,
  by,
  propensity: 1,
});
const advice = (personal: boolean, ...recommendations: Advised[]): Advice => ({
  query_id: "r",
  version: 0,
  personal,
  recommendations,
});

test("a rail is for you only where what you did had a say", () => {
  expect(titleOf("home", advice(true, one("looked_at"), one("popular")))).toBe("railForYou");
  expect(titleOf("home", advice(false, one("in_shop"), one("popular")))).toBe("railPopular");
  expect(titleOf("after_search", advice(false, one("in_shop"), one("rated")))).toBe("railRated");
  expect(titleOf("home", advice(false, one("in_shop")))).toBe("railShop");
});

test("only baskets are bought together", () => {
  const found = advice(false, one("with_this", "together"), one("with_this", "item-item"), one("popular"));
  expect(shownIn("together", found).map((each) => each.by)).toEqual(["together"]);
  expect(shownIn("home", found)).toHaveLength(3);
});

test("a row that came into view is told with its chances where something was drawn", () => {
  const plain = advice(false, one("popular"), one("rated"));
  expect(shownEvent("home", plain, plain.recommendations)).toEqual({ query_id: "r", place: "home", shown: ["popular", "rated"] });
  const drawn = { ...one("tried_out"), propensity: 0.25 };
  const tried = advice(false, one("popular"), drawn);
  expect(shownEvent("home", tried, tried.recommendations).chances).toEqual([1, 0.25]);
});
