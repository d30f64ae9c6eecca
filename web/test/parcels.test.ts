import { expect, test } from "vitest";
import { bareNumber, spokenTime } from "../src/parcels/number";

test("a number alone is one, in any writing", () => {
  expect(bareNumber("1Z 5R8 939 03 5756 712 7")).toBe("1Z5R89390357567127");
  expect(bareNumber("ＳＦ６６３２１００７３９７８１")).toBe("SF6632100739781");
  expect(bareNumber("4067-2633-5746")).toBe("406726335746");
});

test("words are no number", () => {
  for (const words of ["where is my parcel", "parcel 12", "", "单号 7339605088", "ABCDEFGHIJKL123456"])
    expect(bareNumber(words)).toBe("");
});

test("a year is told when it is another one", () => {
  const now = new Date("2026-11-02T12:00:00Z");
  expect(spokenTime("2025-10-31T08:00:00Z", "en", now)).toContain("2025");
  expect(spokenTime("2026-10-31T08:00:00Z", "en", now)).not.toContain("2026");
  expect(spokenTime("never", "en", now)).toBe("");
});
