import { expect, test } from "vitest";
import { allows, MOST, worthFetching } from "../src/preload/choose.ts";
import { Early, KEPT } from "../src/preload/early.ts";

const clicks = [0.6, 0.4, 0.35, 0.31, 0.1].map((chance, n) => ({ id: `p${n}`, chance }));

test("what is likely enough is fetched early, a few at most", () => {
  expect(worthFetching(clicks, 0.38, undefined)).toEqual(["p0", "p1"]);
  expect(worthFetching(clicks, 0.01, undefined)).toHaveLength(MOST);
  expect(worthFetching(clicks, 0, undefined)).toEqual([]);
});

test("who saves data or has a slow line fetches nothing that was not asked for", () => {
  expect(allows({ saveData: true, effectiveType: "4g" })).toBe(false);
  expect(worthFetching(clicks, 0.3, { effectiveType: "2g" })).toEqual([]);
  expect(worthFetching(clicks, 0.5, { saveData: false, effectiveType: "4g" })).toEqual(["p0"]);
});

test("what was fetched early is given once, is fetched once, and grows stale", async () => {
  let now = 0;
  let asked = 0;
  const early = new Early<number>(() => now);
  const load = async () => ++asked;
  early.fetch("a", load);
  early.fetch("a", load);
  expect(await early.take("a")).toBe(1);
  expect(early.take("a")).toBeNull();
  early.fetch("b", load);
  now = KEPT;
  expect(early.take("b")).toBeNull();
});

test("what could not be fetched early is asked for anew", async () => {
  const early = new Early<number>();
  early.fetch("a", () => Promise.reject(new Error("down")));
  await Promise.resolve();
  await Promise.resolve();
  expect(early.take("a")).toBeNull();
});
