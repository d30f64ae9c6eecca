import { expect, test } from "vitest";
import { dragged, isWhole, LEAST, squareIn, step, WHOLE } from "../src/search/crop";

const FRAME = { left: 0.2, top: 0.2, right: 0.6, bottom: 0.7 };
const rounded = (crop: object) =>
  Object.fromEntries(Object.entries(crop).map(([k, v]) => [k, Math.round((v as number) * 1000) / 1000]));

test("a frame is moved whole, and stops at the picture's edge", () => {
  expect(rounded(dragged(FRAME, "move", 0.1, -0.1))).toEqual({ left: 0.3, top: 0.1, right: 0.7, bottom: 0.6 });
  expect(rounded(dragged(FRAME, "move", 9, -9))).toEqual({ left: 0.6, top: 0, right: 1, bottom: 0.5 });
});

test("a corner moves its two sides, and never past the others", () => {
  expect(rounded(dragged(FRAME, "topLeft", -0.1, 0.1))).toEqual({ left: 0.1, top: 0.3, right: 0.6, bottom: 0.7 });
  expect(rounded(dragged(FRAME, "bottomRight", 9, 9))).toEqual({ left: 0.2, top: 0.2, right: 1, bottom: 1 });
  const least = dragged(FRAME, "bottomLeft", 9, -9);
  expect(least.right - least.left).toBeCloseTo(LEAST);
  expect(least.bottom - least.top).toBeCloseTo(LEAST);
});

test("arrow keys move by little, with Shift by much; other keys do nothing", () => {
  expect(step("ArrowLeft", false)).toEqual([-0.02, 0]);
  expect(step("ArrowDown", true)).toEqual([0, 0.1]);
  expect(step("Enter", false)).toBeNull();
});

test("a frame around everything is no frame", () => {
  expect(isWhole(WHOLE)).toBe(true);
  expect(isWhole(FRAME)).toBe(false);
});

test("the thumbnail is the square in the middle of the frame", () => {
  expect(squareIn(WHOLE, 300, 100)).toEqual([100, 0, 100]);
  expect(squareIn({ left: 0, top: 0, right: 0.5, bottom: 1 }, 200, 200)).toEqual([0, 50, 100]);
});
