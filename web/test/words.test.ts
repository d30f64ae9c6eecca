import { OmnishelfProblem } from "@omnishelf/instantsearch-client";
import { describe, expect, test } from "vitest";
import { answer, product } from "../client/test/made";
import { en } from "../src/i18n/en";
import { chooseLanguage, fieldName, fill, type Say } from "../src/i18n/language";
import { zh } from "../src/i18n/zh";
import { jsonLd, scriptText } from "../src/product/jsonld";
import { variantNames } from "../src/product/variants";
import { givenInputs, reweighed, sureness, withoutInput } from "../src/results/inputs";
import { colourName } from "../src/results/ListFacet";
import { worded } from "../src/results/Notices";
import { problemWords } from "../src/results/problem";
import { partsOf } from "../src/search/Completed";
import { loudness } from "../src/search/recorder";
import { formatMoney, minorDigits, parseMoney, plainMoney, sourceSet, wording } from "../src/shop/wording";
import { NOTHING } from "../src/state/urlstate";

const say: Say = (word, values) => fill(en[word], values);

describe("languages", () => {
  test("both languages put the same things into the same sentences", () => {
    const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
    for (const word of Object.keys(en) as (keyof typeof en)[]) expect([word, holes(zh[word])]).toEqual([word, holes(en[word])]);
  });

  test("the language chosen before wins, then the browser's first that is there, then English", () => {
    expect(chooseLanguage("zh", ["en-GB"])).toBe("zh");
    expect(chooseLanguage(null, ["de-DE", "zh-Hant-TW", "en"])).toBe("zh");
    expect(chooseLanguage("xx", ["de"])).toBe("en");
  });

  test("fields without a translation are made readable", () => {
    expect(fieldName("color", say)).toBe("Colour");
    expect(fieldName("sleeve_length", say)).toBe("Sleeve length");
  });
});

describe("notices", () => {
  const sayZh: Say = (word, values) => fill(zh[word], values);

  test("a notice that the page knows is told in its language, with what it is about", () => {
    const about = { words: "€20", asked: "EUR", shop: "USD" };
    const told = worded({ code: "other-currency", message: "“€20” is in EUR", modality: "words", about }, sayZh);
    expect(told).toBe("“€20”用的是 EUR，而本店以 USD 标价，因此没有按这个价格筛选。");
  });

  test("one that it does not know is told as the server tells it", () => {
    expect(worded({ code: "of-tomorrow", message: "Something new.", modality: null }, sayZh)).toBe("Something new.");
  });
});

describe("suggestions", () => {
  test("what was typed and what is added to it stand apart, wherever the word is", () => {
    expect(partsOf("blue backpack", [[5, 9]])).toEqual([
      { text: "blue ", typed: false },
      { text: "back", typed: true },
      { text: "pack", typed: false },
    ]);
    expect(partsOf("蓝牙耳机", [[0, 2]]).map((part) => part.text)).toEqual(["蓝牙", "耳机"]);
    expect(partsOf("mug", [[0, 3]])).toEqual([{ text: "mug", typed: true }]);
  });

  test("characters are counted as the shop counts them", () => {
    expect(partsOf("𠮷野家 cup", [[0, 3]])[0]).toEqual({ text: "𠮷野家", typed: true });
  });
});

describe("money", () => {
  test("minor units are written with the currency's own digits", () => {
    expect(formatMoney({ amount: 4999, currency: "USD" }, "en")).toBe("$49.99");
    expect(formatMoney({ amount: 4900, currency: "USD" }, "en")).toBe("$49");
    expect(formatMoney({ amount: 4900, currency: "JPY" }, "en")).toBe("¥4,900");
    expect(minorDigits("KWD")).toBe(3);
    expect(formatMoney({ amount: 100, currency: "no currency" }, "en")).toBe("1.00 no currency");
  });

  test("typed prices become minor units, other things nothing", () => {
    expect(parseMoney("49,9", "USD")).toBe(4990);
    expect(parseMoney("49", "JPY")).toBe(49);
    expect(parseMoney("cheap", "USD")).toBeNull();
    expect(parseMoney("", "USD")).toBeNull();
    expect(plainMoney(4990, "USD")).toBe("49.9");
  });
});

test("a product speaks the reader's language where it can, field by field", () => {
  const made = product({
    title: "Mug",
    description: "For tea",
    attributes: { color: ["blue"], size: ["L"] },
    translations: { zh: { title: "杯子", attributes: { color: ["蓝色"] } } },
  });
  expect(wording(made, "zh")).toEqual({
    title: "杯子",
    description: "For tea",
    category: [],
    attributes: { color: ["蓝色"], size: ["L"] },
    language: "zh",
  });
  expect(wording(made, "en").title).toBe("Mug");
});

test("pictures of the shop come in several widths, others as they are", () => {
  expect(sourceSet("/media/a.webp")).toContain("/media/a.webp?width=320 320w");
  expect(sourceSet("https://elsewhere.example/a.png")).toBeUndefined();
});

test("structured data holds price, stock and code, and cannot end its script", () => {
  const made = product({
    id: "7",
    title: "Mug</script>",
    price: { amount: 1250, currency: "USD" },
    availability: "preorder",
    gtin: "4006381333931",
  });
  const data = jsonLd(made, wording(made, "en"), "https://shop.example/p/7");
  expect(data).toMatchObject({
    "@type": "Product",
    sku: "7",
    gtin13: "4006381333931",
    offers: { price: "12.50", priceCurrency: "USD", availability: "https://schema.org/PreOrder" },
  });
  expect(data).not.toHaveProperty("aggregateRating");
  expect(scriptText(data)).not.toContain("</script>");
  expect(JSON.parse(scriptText(data))).toEqual(data);
});

test("variants are named by what tells them apart", () => {
  const made = ["blue", "red"].map((c) => product({ id: c, title: `Mug ${c}`, attributes: { color: [c], material: ["clay"] } }));
  expect([...variantNames(made, "en").values()]).toEqual(["blue", "red"]);
});

describe("inputs", () => {
  const place = { path: "/", state: { ...NOTHING, query: "mug", said: "blue" }, memo: { photo: "p" }, scroll: 0, noted: false };
  const read = { modality: "words" as const, text: "mug", language: "en", confidence: 0.8, weight: 0.6, guesses: [] };
  const made = answer({ understood: { text: "mug", transcript: null, language: "en", modalities: [read], constraints: [] } });

  test("every input has its place, read or not", () => {
    const inputs = givenInputs(place, made, { reading: ["photo"], answer: made, problem: null });
    expect(inputs.map((i) => [i.modality, i.reading?.text, i.pending])).toEqual([
      ["words", "mug", false],
      ["photo", undefined, true],
      ["voice", undefined, false],
    ]);
  });

  test("when one share is set, the others keep their proportion", () => {
    const input = (modality: "words" | "photo" | "voice", weight: number) => ({
      modality,
      pending: false,
      reading: { ...read, modality, weight },
    });
    const weights = reweighed([input("words", 0.5), input("photo", 0.4), input("voice", 0.1)], "words", 0);
    expect(weights["words"]).toBe(0);
    expect(weights["photo"]).toBeCloseTo(0.8);
    expect(weights["voice"]).toBeCloseTo(0.2);
  });

  test("an input that is dropped takes its weight with it", () => {
    expect(withoutInput("voice")).toEqual({ said: null, weights: {}, dropped: [] });
  });

  test("confidence is told in words", () => {
    expect([0.9, 0.5, 0.1].map(sureness)).toEqual(["sure", "fairlySure", "unsure"]);
  });
});

test("problems are told in human words, with the server's own where they help", () => {
  expect(problemWords(new OmnishelfProblem("x", "network", 0), say)).toEqual({ what: en.problemNetwork, detail: "" });
  expect(problemWords(new OmnishelfProblem("x", "busy", 429, "", 7), say).what).toContain("7 seconds");
  expect(problemWords(new OmnishelfProblem("The photo has 9 pixels.", "bad-upload", 422, "Use another."), say)).toEqual({
    what: en.problemUpload,
    detail: "The photo has 9 pixels. Use another.",
  });
  expect(problemWords(new TypeError("undefined is not a function"), say)).toEqual({ what: en.problemInside, detail: "" });
});

test("silence has no loudness, and the loudest sound is 1", () => {
  expect(loudness(new Uint8Array(64).fill(128))).toBe(0);
  expect(loudness(new Uint8Array(64).fill(255))).toBe(1);
  expect(loudness(new Uint8Array())).toBe(0);
});

test("a Chinese page names the common colours, and leaves the shop's own names alone", () => {
  expect(colourName("Blue", "Blue", "zh")).toBe("蓝色");
  expect(colourName("blue", "天蓝", "zh")).toBe("天蓝");
  expect(colourName("heather", "heather", "zh")).toBe("heather");
  expect(colourName("blue", "blue", "en")).toBe("blue");
});
