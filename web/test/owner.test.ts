import { OmnishelfProblem, problemFromJson } from "@omnishelf/instantsearch-client";
import { describe, expect, test } from "vitest";
import {
  armFigures,
  cleanPlan,
  type Effect,
  type Experiment,
  emptyPlan,
  type Findings,
  standing,
  withKind,
} from "../src/experiments/experiment";
import { measureOf } from "../src/experiments/measured";
import { en as everywhere } from "../src/i18n/en";
import { fill, type Say } from "../src/i18n/language";
import { cleanOffer, emptyOffer, toneOf } from "../src/offers/owned";
import { faultWords } from "../src/owner/faults";
import { points, share, signedMoney } from "../src/owner/numbers";
import { addressOfId, idIn, ownerPlace } from "../src/owner/places";
import { placeOf, scaleOf, ticks } from "../src/owner/scale";
import type { Tell } from "../src/owner/useTell";
import { en } from "../src/owner/words.en";
import { zh } from "../src/owner/words.zh";

const tell: Tell = (word, values) => fill(en[word], values);

const experiment: Experiment = {
  ...emptyPlan(),
  id: "taste",
  state: "running",
  arms: [
    { name: "as it is", share: 1 },
    { name: "plain", share: 1, personal: 0 },
  ],
  started: "2026-01-01T00:00:00+00:00",
  stopped: null,
};
const effect = (metric: Effect["metric"], baseline: number, mean: number, change: Partial<Effect> = {}): Effect => ({
  metric,
  arm: "plain",
  mean,
  baseline,
  difference: mean - baseline,
  low: mean - baseline - 0.05,
  high: mean - baseline + 0.05,
  p: 1,
  verdict: "open",
  ...change,
});
const found: Findings = {
  experiment,
  units: [200, 300],
  waiting: 0,
  mismatch: 1,
  effects: [effect("click_through", 0.4, 0.6), effect("cart", 0.1, 0.2), effect("purchase", 0.055, 0.05)],
  course: [],
};

describe("the owner's words", () => {
  test("both languages put the same things into the same sentences", () => {
    const holes = (text: string) => [...new Set([...text.matchAll(/\{\w+\}/g)].map(String))].sort();
    for (const word of Object.keys(en) as (keyof typeof en)[]) expect([word, holes(zh[word])]).toEqual([word, holes(en[word])]);
  });
});

describe("addresses of the owner's pages", () => {
  test("a page, something on it by its id, and what is a shopper's", () => {
    expect(ownerPlace("/experiments")).toBe("experiments");
    expect(ownerPlace("/experiments/a%20b")).toBe("experiments");
    expect(ownerPlace("/experimentsx")).toBeNull();
    expect(ownerPlace("/p/rules")).toBeNull();
    expect(idIn("/experiments/")).toBeNull();
    expect(idIn(addressOfId("experiments", "新 a"))).toBe("新 a");
  });
});

describe("scales of charts", () => {
  test("zero is always on them, and ticks are round", () => {
    const scale = scaleOf([0.012, 0.034]);
    expect(scale.low).toBeLessThan(0);
    expect(placeOf(0, scale)).toBeGreaterThan(0);
    expect(placeOf(99, scale)).toBe(1);
    expect(ticks(scale)).toEqual([0, 0.01, 0.02, 0.03]);
    expect(ticks({ low: -0.35, high: 0.32 })).toEqual([-0.2, 0, 0.2]);
    expect(ticks(scaleOf([]))).toContain(0);
  });
});

describe("figures as people read them", () => {
  test("shares, points and money, with their sign where they are differences", () => {
    expect(share(0.03125, "en")).toBe("3.13%");
    expect(points(0.0081, "en")).toBe("+0.81");
    expect(points(0, "en")).toBe("0");
    expect(signedMoney(-132.4, "USD", "en")).toBe("−$1.32");
    expect(measureOf("revenue", "en", "USD", tell).figure(132.4)).toBe("$1.32");
    expect(measureOf("cart", "en", "USD", tell).change(-0.02)).toBe("−2 points");
    expect(measureOf("preference", "en", "USD", tell).figure(0.25)).toBe("+0.25");
  });
});

describe("what an experiment's figures come to", () => {
  test("carts and orders of each arm are whole units", () => {
    const [first, second] = armFigures(found);
    expect([first?.units, first?.carts, first?.purchases, first?.mean]).toEqual([200, 20, 11, 0.4]);
    expect([second?.units, second?.carts, second?.purchases, second?.mean]).toEqual([300, 60, 15, 0.6]);
    expect(armFigures({ ...found, experiment: { ...experiment, kind: "interleaving" } })).toEqual([]);
  });
  test("lost units come before every verdict, and too few before better and worse", () => {
    const own = found.effects[0] as Effect;
    expect(standing(found, { ...own, verdict: "better" })).toBe("better");
    expect(standing(found, { ...own, low: null, high: null })).toBe("little");
    expect(standing({ ...found, mismatch: 0.001 }, { ...own, verdict: "better" })).toBe("lost");
    expect(standing({ ...found, experiment: { ...experiment, state: "draft" } }, own)).toBe("draft");
  });
});

describe("a plan as it is sent", () => {
  test("without what is of the experiment, and without what an arm leaves as it is", () => {
    const sent = cleanPlan({
      ...experiment,
      arms: [
        { name: " a ", share: 1, weights: {} },
        { name: "b", share: 2, variety: 0 },
      ],
    });
    expect(sent.arms).toEqual([
      { name: "a", share: 1 },
      { name: "b", share: 2, variety: 0 },
    ]);
    expect(Object.keys(sent)).not.toContain("state");
  });
  test("interleaving takes two arms and its own metric, and goes back to clicks", () => {
    const three = { ...emptyPlan(), arms: [...emptyPlan().arms, { name: "c", share: 1 }] };
    const dealt = withKind(three, "interleaving");
    expect([dealt.metric, dealt.arms.length]).toEqual(["preference", 2]);
    expect(withKind(dealt, "ab").metric).toBe("click_through");
  });
});

describe("an offer as it is sent, and what it brought", () => {
  test("empty titles and what the scope does not look at are left out", () => {
    const plan = { ...emptyOffer(), title: { en: " Ten off ", zh: "" }, category: "Mugs", products: ["a"], starts: "" };
    expect(cleanOffer(plan)).toMatchObject({ title: { en: "Ten off" }, category: "", products: [], starts: null });
    expect(cleanOffer({ ...plan, scope: "category" }).category).toBe("Mugs");
    expect(cleanOffer({ ...plan, scope: "product" }).products).toEqual(["a"]);
  });
  test("only an interval that leaves zero out is a verdict", () => {
    expect(toneOf(null)).toBe("little");
    expect(toneOf({ difference: 1, low: null, high: null })).toBe("little");
    expect(toneOf({ difference: 1, low: 0.5, high: 2 })).toBe("better");
    expect(toneOf({ difference: -1, low: -2, high: -0.5 })).toBe("worse");
    expect(toneOf({ difference: 1, low: -0.5, high: 2 })).toBe("open");
  });
});

describe("faults", () => {
  const inChinese: Tell = (word, values) => fill(zh[word], values);
  const say: Say = (word, values) => fill(everywhere[word], values);
  const theirs = { type: "urn:omnishelf:bad-input", detail: "'one' is running and changes variety too.", hint: "Stop one." };

  test("a reason is worded by the page, with the server's sentence as a detail", () => {
    const problem = problemFromJson({ ...theirs, reason: "experiment-beside", about: { other: "one" } }, 400);
    expect(faultWords(problem, say, inChinese)).toEqual({
      what: "“one”正在进行，并且改动同样的设置。请先停止其中一个。",
      detail: `${theirs.detail} ${theirs.hint}`,
    });
  });

  test("without a reason the code decides, and what has no words of its own is told as on every page", () => {
    expect(faultWords(problemFromJson(theirs, 400), say, inChinese).what).toBe(zh["fault_bad-input"]);
    expect(faultWords(problemFromJson({ ...theirs, reason: "new-one" }, 400), say, inChinese).what).toBe(zh["fault_bad-input"]);
    expect(faultWords(new OmnishelfProblem("x", "network", 0), say, inChinese).what).toBe(everywhere.problemNetwork);
  });
});
