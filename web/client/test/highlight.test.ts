import { expect, test } from "vitest";
import { highlight, queryTerms } from "../src/highlight.js";

const marked = (text: string, query: string) => highlight(text, query, "[", "]").value;

test("whole words and their plurals are marked, whatever their case", () => {
  expect(marked("Blue Running Jacket", "running jackets")).toBe("Blue [Running] [Jacket]");
});

test("letters inside another word are left alone", () => {
  expect(marked("Scarlet carpet", "car")).toBe("Scarlet [carpet]");
  expect(marked("Smart cart", "art")).toBe("Smart cart");
});

test("Chinese is marked by pairs of characters that stand together", () => {
  expect(marked("加厚蓝色双肩背包", "蓝色背包")).toBe("加厚[蓝色]双肩[背包]");
});

test("neighbouring marks become one", () => {
  expect(marked("蓝色背包", "蓝色背包")).toBe("[蓝色背包]");
});

test("the level says whether all words were found", () => {
  expect(highlight("blue mug", "blue mug").matchLevel).toBe("full");
  expect(highlight("blue mug", "blue bag")).toMatchObject({ matchLevel: "partial", matchedWords: ["blue"] });
  expect(highlight("blue mug", "").matchLevel).toBe("none");
});

test("text that changes length in lower case is not marked wrongly", () => {
  expect(marked("İstanbul mug", "mug")).toBe("İstanbul mug");
});

test("terms are words, model numbers and pairs of characters", () => {
  expect(queryTerms("iPhone-15 a 跑步鞋 杯")).toEqual(["iphone-15", "跑步", "步鞋", "杯"]);
});
