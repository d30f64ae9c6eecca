import { describe, expect, test } from "vitest";
import { isoMoment, listOf, localMoment } from "../src/owner/typed";
import { ACTIONS, cleanRule, cleanThen, emptyThen, FIELDS, filtersOf, filtersText } from "../src/rules/rule";

describe("filters as people write them", () => {
  test("values, exclusions and ranges, one a line, in either script's punctuation", () => {
    expect(filtersOf("brand: Luma, Farland\ncolor： not red，蓝色\nprice: 1000..6000\n\nrating: 4..")).toEqual({
      brand: ["Luma", "Farland"],
      color: { not: ["red", "蓝色"] },
      price: { min: 1000, max: 6000 },
      rating: { min: 4 },
    });
  });
  test("what is no condition is noticed", () => {
    expect(filtersOf("brand Luma")).toBeNull();
    expect(filtersOf("brand:")).toBeNull();
    expect(filtersOf("")).toEqual({});
  });
  test("what the server sends reads as it was written", () => {
    const text = "brand: Luma, Farland\ncolor: not red\nprice: ..6000";
    expect(filtersText(filtersOf(text) ?? {})).toBe(text);
  });
});

describe("rules as they are sent", () => {
  test("every action has fields, and begins with what it needs", () => {
    for (const action of ACTIONS) {
      expect(FIELDS[action].length).toBeGreaterThan(0);
      expect(emptyThen(action).do).toBe(action);
    }
  });
  test("empty fields, and those of another action, are left out", () => {
    expect(cleanThen({ do: "hide", products: [], filters: { brand: ["Luma"] }, text: "x", factor: 2 })).toEqual({
      do: "hide",
      filters: { brand: ["Luma"] },
    });
    expect(cleanRule({ id: " a ", note: "", when: { match: "any", text: "left over", language: "" }, then: [] })).toEqual({
      id: "a",
      then: [],
    });
  });
  test("a rule at rest stays at rest, and keeps its condition", () => {
    const rule = {
      id: "a",
      enabled: false,
      when: { match: "contains" as const, text: "mug" },
      then: [{ do: "banner" as const, text: "Sale" }],
    };
    expect(cleanRule(rule)).toEqual(rule);
  });
});

test("moments go to the reader's time zone and back", () => {
  expect(localMoment(undefined)).toBe("");
  expect(isoMoment(localMoment("2026-06-01T10:30:00.000Z"))).toBe("2026-06-01T10:30:00.000Z");
});

test("lists are read from commas of either script and from lines", () => {
  expect(listOf("a, b，c、d\n e ")).toEqual(["a", "b", "c", "d", "e"]);
});
