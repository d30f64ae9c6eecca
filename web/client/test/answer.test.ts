import { expect, test } from "vitest";
import { levelCounts, resultOf } from "../src/answer.js";
import { answer, product } from "./made.js";

const OPTIONS = { rename: { categories: "category" }, allFacets: [], hitsPerPage: 24 };

test("hits, totals and pages come in Algolia's words", () => {
  const made = answer({
    total: 41,
    total_exact: false,
    hits: [{ id: "7", score: 1.5, product: product({ id: "7", title: "Blue mug" }) }],
  });
  const result = resultOf({ indexName: "p", params: { query: "mug", page: 1, hitsPerPage: 20 } }, made, [made], OPTIONS);
  expect(result).toMatchObject({ nbHits: 41, nbPages: 3, page: 1, exhaustiveNbHits: false, queryID: "q_1" });
  expect(result.hits[0]).toMatchObject({ objectID: "7", score: 1.5, title: "Blue mug" });
  expect(result.hits[0]?._highlightResult["title"]?.value).toBe("Blue <em>mug</em>");
});

test("a request for counts alone gets no hits", () => {
  const made = answer({ total: 1, hits: [{ id: "7", score: 1, product: product({ id: "7" }) }] });
  expect(resultOf({ indexName: "p", params: { hitsPerPage: 0 } }, made, [made], OPTIONS).hits).toEqual([]);
});

test("facets are counted under the name that was asked for; numbers become statistics", () => {
  const made = answer({
    facets: [
      { field: "brand", values: [{ value: "Luma", count: 2, label: "路玛" }], low: null, high: null },
      { field: "price", values: [], low: 100, high: 300 },
      { field: "category", values: [{ value: "Bags > Packs", count: 2, label: "" }], low: null, high: null },
    ],
  });
  const result = resultOf(
    { indexName: "p", params: { facets: ["brand", "price", "categories.lvl0", "categories.lvl1"] } },
    made,
    [made],
    OPTIONS,
  );
  expect(result.facets).toEqual({
    brand: { Luma: 2 },
    price: {},
    "categories.lvl0": { Bags: 2 },
    "categories.lvl1": { "Bags > Packs": 2 },
  });
  expect(result.facets_stats["price"]).toMatchObject({ min: 100, max: 300 });
  expect(result.omnishelf.labels["brand"]).toEqual({ Luma: "路玛" });
});

test("a level's count is what the answer says, or else the sum over its leaves", () => {
  const values = (...rows: [string, number][]) => ({
    field: "category",
    values: rows.map(([value, count]) => ({ value, count, label: "" })),
    low: null,
    high: null,
  });
  expect(levelCounts(values(["A > B", 2], ["A > C", 3]), 0)).toEqual({ A: 5 });
  expect(levelCounts(values(["A", 9], ["A > B", 2], ["A > C", 3]), 0)).toEqual({ A: 9 });
  expect(levelCounts(values(["A > B", 2], ["A > B > D", 1]), 0)).toEqual({ A: 1 });
  expect(levelCounts(values(["A", 9], ["A > B", 2]), 1)).toEqual({ "A > B": 2 });
});
