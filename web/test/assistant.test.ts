import type { Product } from "@omnishelf/instantsearch-client";
import { expect, test } from "vitest";
import { Aloud } from "../src/assistant/aloud";
import type { Piece, Reply, Say } from "../src/assistant/api";
import { compared } from "../src/assistant/compare";
import {
  asked,
  asksConsent,
  cited,
  failed,
  marked,
  NO_TALK,
  replied,
  restored,
  tabled,
  told,
  withdrawn,
} from "../src/assistant/talk";
import { en } from "../src/i18n/en";
import { fill } from "../src/i18n/language";

const said = (text: string, ...ids: string[]): Say => ({
  text,
  sources: ids.map((id) => ({ kind: "policy", id, label: "" })),
});
const reply = (change: Partial<Reply> = {}): Reply => ({
  conversation: "c_1",
  text: "One. Two.",
  says: [said("One.", "a"), said("Two.", "b", "a")],
  language: "en",
  products: [],
  offers: [],
  intent: "search",
  awaits: "",
  transcript: "",
  by: "shop",
  ...change,
});

test("an answer grows sentence by sentence, and the whole of it has the last word", () => {
  let talk = told(asked(NO_TALK, "mugs", false, false), said("One."));
  expect(talk.turns[0]?.says.map((one) => one.text)).toEqual(["One."]);
  talk = replied(talk, reply());
  expect(talk.id).toBe("c_1");
  expect(talk.turns[0]?.says.map((one) => one.text)).toEqual(["One.", "Two."]);
});

test("what was heard stands for a recording", () => {
  const talk = replied(asked(NO_TALK, "", false, true), reply({ transcript: "blue backpack" }));
  expect(talk.turns[0]?.said).toBe("blue backpack");
});

test("turns keep their numbers when the first are forgotten, and thumbs find them", () => {
  let talk = NO_TALK;
  for (let n = 1; n <= 45; n += 1) talk = replied(asked(talk, `question ${n}`, false, false), reply());
  expect(talk.turns.length).toBe(40);
  expect(talk.turns[0]?.number).toBe(6);
  talk = marked(talk, 45, false);
  expect(talk.turns.filter((turn) => turn.mark === false).map((turn) => turn.said)).toEqual(["question 45"]);
  expect(marked(talk, 45, null).turns.every((turn) => turn.mark === null)).toBe(true);
});

test("a failed turn says why, and is taken back to be asked again", () => {
  const talk = failed(told(asked(NO_TALK, "mugs", false, false), said("One.")), "The shop cannot be reached.");
  expect(talk.turns[0]).toMatchObject({ says: [], problem: "The shop cannot be reached.", reply: null });
  expect(withdrawn(talk)).toEqual(NO_TALK);
});

test("a page that was left in the middle of an answer comes back without it", () => {
  const whole = replied(asked(NO_TALK, "mugs", false, false), reply());
  expect(restored(JSON.stringify(whole))).toEqual(whole);
  expect(restored(JSON.stringify(asked(whole, "cups", false, false))).turns.map((turn) => turn.said)).toEqual(["mugs"]);
  for (const broken of [null, "", "[]", "{}", '{"id": 1, "turns": []}']) expect(restored(broken)).toEqual(NO_TALK);
});

test("records are named once, in the order of the sentences", () => {
  expect(cited(reply().says, "policy").map((source) => source.id)).toEqual(["a", "b"]);
  expect(cited(reply().says, "parcel")).toEqual([]);
});

test("only a question for a yes is a confirmation", () => {
  const turn = (awaits: Reply["awaits"]) => replied(asked(NO_TALK, "return it", false, false), reply({ awaits })).turns[0];
  expect([turn("consent"), turn("order"), turn("")].map((one) => one && asksConsent(one))).toEqual([true, false, false]);
});

test("rows of a comparison become a table where there are few products and the words are the shop's own", () => {
  const two = reply({ intent: "compare", products: ["a", "b"] });
  expect([two, { ...two, by: "model" as const }, { ...two, products: ["a"] }, reply(), null].map(tabled)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});

const product = (change: Partial<Product>): Product =>
  ({
    id: "a",
    title: "Mug",
    language: "en",
    brand: "Luma",
    category: [],
    attributes: { color: ["red"], material: ["clay"] },
    translations: {},
    price: { amount: 1200, currency: "USD" },
    sale_price: null,
    rating: null,
    images: [],
    ...change,
  }) as unknown as Product;

test("a comparison begins with what differs and leaves out what nobody states", () => {
  const say = (word: keyof typeof en, values?: Record<string, string | number>) => fill(en[word], values);
  const rows = compared([product({}), product({ id: "b", attributes: { color: ["blue"], material: ["clay"] } })], "en", say);
  expect(rows.map((row) => row.name)).toEqual(["Colour", "Price", "Brand", "Material"]);
  expect(rows[0]).toEqual({ name: "Colour", values: ["red", "blue"], alike: false });
  const unequal = compared([product({ rating: 4.5 }), product({ id: "b", price: null })], "en", say);
  expect(unequal.slice(0, 2)).toEqual([
    { name: "Price", values: ["$12", ""], alike: false },
    { name: "Rating", values: ["4.5", ""], alike: false },
  ]);
});

/** Speech whose every piece is played when the test says so. */
function stage(fault: unknown = null) {
  const captions: string[] = [];
  const fetched: string[] = [];
  const faults: unknown[] = [];
  const ends: (() => void)[] = [];
  async function* fetch(text: string): AsyncGenerator<Piece> {
    fetched.push(text);
    if (fault) throw fault;
    for (const sentence of text.split("|")) yield { text: sentence, audio: new ArrayBuffer(0) };
  }
  const play = (): Promise<void> => new Promise((resolve) => ends.push(resolve));
  const aloud = new Aloud(
    fetch,
    play,
    (caption) => captions.push(caption),
    (error) => faults.push(error),
  );
  const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
  const next = async () => {
    ends.shift()?.();
    await settle();
  };
  return { aloud, captions, fetched, faults, ends, settle, next };
}

test("sentences are read in order, and the next is fetched while one plays", async () => {
  const { aloud, captions, fetched, settle, next } = stage();
  aloud.say("one|two");
  aloud.say("three");
  await settle();
  expect(captions).toEqual(["one"]);
  expect(fetched).toEqual(["one|two", "three"]);
  await next();
  await next();
  await next();
  expect(captions).toEqual(["one", "two", "three", ""]);
});

test("silence drops what was to come, and a later answer is read again", async () => {
  const { aloud, captions, settle, next } = stage();
  aloud.say("one|two");
  await settle();
  aloud.stop();
  await next();
  expect(captions).toEqual(["one", ""]);
  aloud.say("four");
  await settle();
  await next();
  expect(captions).toEqual(["one", "", "four", ""]);
});

test("a voice that fails is told once, and reading ends", async () => {
  const { aloud, faults, captions, settle } = stage(new Error("no model"));
  aloud.say("one");
  aloud.say("two");
  await settle();
  expect(faults.length).toBe(1);
  expect(captions).toEqual([""]);
});
