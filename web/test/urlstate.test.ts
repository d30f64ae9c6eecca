import { expect, test } from "vitest";
import { formatState, isFiltered, NOTHING, parseState, withoutFilters } from "../src/state/urlstate";

const FULL = {
  query: "blue & 蓝色",
  category: ["Bags", "Backpacks"],
  lists: { color: ["blue", "navy blue"], brand: ["Luma"] },
  price: { min: 1000, max: null },
  sort: "price_asc" as const,
  page: 3,
  like: "SKU/7",
  said: "in green",
  unwanted: ["leather"],
  dropped: ["price:<=6000"],
  weights: { words: 0.25, photo: 0.75 },
};

test("a search written into an address reads back the same", () => {
  expect(parseState(formatState(FULL))).toEqual(FULL);
  expect(parseState(formatState({ ...NOTHING, said: "" })).said).toBe("");
});

test("no search is no address", () => {
  expect(formatState(NOTHING)).toBe("");
  expect(parseState("")).toEqual(NOTHING);
});

test("what makes no sense is left out", () => {
  expect(parseState("?page=-3&price=abc&sort=cheapest&weights=words:x,smell:1&utm_source=mail")).toEqual(NOTHING);
  expect(parseState("?weights=words:0,photo:0").weights).toEqual({});
});

test("filters can be told from words, and taken off", () => {
  expect(isFiltered(FULL)).toBe(true);
  expect(isFiltered(withoutFilters(FULL))).toBe(false);
  expect(withoutFilters(FULL)).toMatchObject({ query: FULL.query, like: FULL.like, page: 1 });
});
