import { expect, test } from "vitest";
import { askedNumber, bareNumber, carriersOf, ordersIn, parcelAddress, spokenTime } from "../src/parcels/number";

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

test("an address names the number that it leads to", () => {
  const address = parcelAddress("1Z 5R8&939");
  expect(address.startsWith("/parcels?")).toBe(true);
  expect(askedNumber(address.slice("/parcels".length))).toBe("1Z 5R8&939");
  expect(askedNumber("")).toBe("");
});

test("two carriers are named where nothing decides between them", () => {
  const carriers = [
    { carrier: "fedex", name: "FedEx", probability: 0.5, checked: true },
    { carrier: "yamato", name: "Yamato", probability: 0.4, checked: true },
  ];
  const parcel = { number: "406726335746", carriers, ambiguous: true, confidence: 0.9, read_from: "text" as const };
  expect(carriersOf(parcel, " or ")).toBe("FedEx or Yamato");
  expect(carriersOf({ ...parcel, ambiguous: false }, " or ")).toBe("FedEx");
});

test("order numbers are read out of the notices, as many as one glance takes in", () => {
  const notice = (code: string, about?: Record<string, string>) => ({
    code,
    message: "",
    modality: null,
    ...(about ? { about } : {}),
  });
  const noticed = ["SO1001", "SO1002", "SO1003", "SO1004"].map((order) => notice("order-number", { order }));
  expect(ordersIn([notice("nothing-found"), noticed[0] ?? notice("none")])).toEqual(["SO1001"]);
  expect(ordersIn(noticed)).toHaveLength(3);
});
