import { describe, expect, test } from "vitest";
import { filtersOf } from "../src/filters.js";

describe("filters", () => {
  test("values of one disjunctive facet become any-of, facets are joined by and", () => {
    expect(filtersOf({ facetFilters: [["brand:Luma", "brand:Kite"], ["color:blue"]] })).toEqual({
      brand: ["Luma", "Kite"],
      color: ["blue"],
    });
  });

  test("a value after a minus is excluded, an escaped minus is part of the value", () => {
    expect(filtersOf({ facetFilters: ["brand:-Luma", "size:\\-1"] })).toEqual({ brand: { not: ["Luma"] }, size: ["-1"] });
  });

  test("a value may hold colons", () => {
    expect(filtersOf({ facetFilters: ["ratio:16:9"] })).toEqual({ ratio: ["16:9"] });
  });

  test("levels of a hierarchy are the field they are levels of", () => {
    expect(filtersOf({ facetFilters: [["categories.lvl1:Bags > Backpacks"]] }, { categories: "category" })).toEqual({
      category: ["Bags > Backpacks"],
    });
  });

  test("numbers become closed ranges; the strictest bound holds", () => {
    expect(filtersOf({ numericFilters: ["price>=1000", "price>=1200", "price<=6000"] })).toEqual({
      price: { min: 1200, max: 6000 },
    });
    expect(filtersOf({ numericFilters: ["price<6000"] })).toEqual({ price: { max: 5999 } });
    expect(filtersOf({ numericFilters: "price:10 TO 20" })).toEqual({ price: { min: 10, max: 20 } });
  });

  test("the text form is read as far as it can be asked", () => {
    expect(filtersOf({ filters: 'brand:"Orchard & Co" AND NOT color:"navy blue" AND price >= 1000' })).toEqual({
      brand: ["Orchard & Co"],
      color: { not: ["navy blue"] },
      price: { min: 1000 },
    });
  });

  test.each([
    [{ facetFilters: ["color:blue", "color:red"] }, "both be required"],
    [{ facetFilters: [["color:blue", "brand:Luma"]] }, "different fields"],
    [{ facetFilters: [["color:blue", "color:-red"]] }, "negative"],
    [{ numericFilters: [["price<1", "price>5"]] }, "numbers"],
    [{ numericFilters: ["price!=5"] }, "!="],
    [{ filters: "brand:Luma OR brand:Kite" }, "OR"],
    [{ facetFilters: ["nonsense"] }, "attribute:value"],
  ])("what cannot be asked is refused and named: %j", (params, words) => {
    expect(() => filtersOf(params)).toThrow(words);
  });
});
