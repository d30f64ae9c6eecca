import { describe, expect, test } from "vitest";
import { keyOf, plan, sortOf } from "../src/plan.js";

const OPTIONS = { rename: {}, allFacets: ["brand", "price"], hitsPerPage: 24 };

describe("plan", () => {
  test("one request is one call with words, page, facets and filters", () => {
    const [call, ...more] = plan(
      [
        {
          indexName: "products_price_asc",
          params: { query: "mug", page: 2, hitsPerPage: 12, facets: ["brand"], facetFilters: ["color:blue"] },
        },
      ],
      {},
      OPTIONS,
    );
    expect(more).toEqual([]);
    expect(call?.body).toEqual({
      text: "mug",
      size: 12,
      offset: 24,
      sort: "price_asc",
      facets: ["brand"],
      filters: { color: ["blue"] },
    });
  });

  test("disjunctive counts are asked without the facet's own filter, in a call of their own", () => {
    const calls = plan(
      [
        { indexName: "p", params: { query: "mug", facets: ["brand", "color"], facetFilters: [["color:blue"]] } },
        { indexName: "p", params: { query: "mug", hitsPerPage: 0, facets: "color" } },
      ],
      {},
      OPTIONS,
    );
    expect(calls.map((c) => [c.body.facets, c.body.filters, c.body.size, c.answers])).toEqual([
      [["brand", "color"], { color: ["blue"] }, 24, [0]],
      [["color"], undefined, 1, [1]],
    ]);
  });

  test("requests over the same candidates share a call and add their facets", () => {
    const calls = plan(
      [
        { indexName: "p", params: { query: "mug", facets: ["brand"] } },
        { indexName: "p", params: { query: "mug", hitsPerPage: 0, facets: "category.lvl0" } },
      ],
      {},
      OPTIONS,
    );
    expect(calls).toHaveLength(1);
    expect(calls[0]?.body.facets).toEqual(["brand", "category"]);
    expect(calls[0]?.answers).toEqual([0, 1]);
  });

  test("a star asks for the facets named in the options", () => {
    expect(plan([{ indexName: "p", params: { facets: ["*"] } }], {}, OPTIONS)[0]?.body.facets).toEqual(["brand", "price"]);
  });

  test("photo and voice go with every call; a correction takes the recording's place", () => {
    const photo = new Blob(["p"]);
    const recording = new Blob(["r"]);
    const ask = (inputs: object) => plan([{ indexName: "p", params: { query: "mug" } }], inputs, OPTIONS)[0]?.body;
    expect(ask({ photo, recording, crop: { left: 0, top: 0, right: 0.5, bottom: 1 } })).toMatchObject({
      image: photo,
      audio: recording,
      crop: { right: 0.5 },
    });
    expect(ask({ recording, transcript: "blue mug" })).toEqual({
      text: "mug",
      size: 24,
      sort: "relevance",
      transcript: "blue mug",
    });
    expect(ask({ photo, imageProduct: "7" })).not.toHaveProperty("image_product");
    expect(ask({ crop: { left: 0, top: 0, right: 1, bottom: 1 } })).not.toHaveProperty("crop");
  });

  test("no more than 100 hits are asked for at once", () => {
    expect(plan([{ indexName: "p", params: { hitsPerPage: 1000 } }], {}, OPTIONS)[0]?.body.size).toBe(100);
  });
});

test("the order is the end of the index name", () => {
  expect(["products", "products_price_desc", "shop/sort/newest", "rating"].map(sortOf)).toEqual([
    "relevance",
    "price_desc",
    "newest",
    "rating",
  ]);
});

test("equal questions have equal keys, whatever the order of their fields; other photos are other questions", () => {
  const photo = new Blob(["p"]);
  expect(keyOf({ text: "a", size: 1 })).toBe(keyOf({ size: 1, text: "a" }));
  expect(keyOf({ text: "a", image: photo })).toBe(keyOf({ text: "a", image: photo }));
  expect(keyOf({ text: "a", image: photo })).not.toBe(keyOf({ text: "a", image: new Blob(["p"]) }));
});
