import { describe, expect, test } from "vitest";
import { createSearchClient } from "../src/client.js";
import { OmnishelfProblem } from "../src/problem.js";
import { answer, gate, played, product, reading } from "./made.js";

const REQUEST = { indexName: "p", params: { query: "mug", facets: ["brand"] } };
const REFINED = [
  { indexName: "p", params: { query: "mug", facets: ["brand"], facetFilters: [["brand:Luma"]] } },
  { indexName: "p", params: { query: "mug", facets: "brand", hitsPerPage: 0 } },
];
const hit = (id: string) => ({ id, score: 1, product: product({ id }) });
const understood = (transcript: string | null, ...inputs: ("words" | "photo" | "voice")[]) => ({
  text: "mug",
  transcript,
  language: "en",
  modalities: inputs.map((m) => reading(m, m)),
  constraints: [],
});

describe("words alone", () => {
  test("each request of a batch gets its own result", async () => {
    const transport = played(answer({ total: 3 }));
    const { results } = await createSearchClient({ transport }).search(REFINED);
    expect(results.map((r) => r.nbHits)).toEqual([3, 3]);
    expect(transport.asked.map((b) => b.filters)).toEqual([{ brand: ["Luma"] }, undefined]);
  });

  test("an equal question is not asked twice, until the cache is cleared or its time is over", async () => {
    const transport = played(answer());
    const client = createSearchClient({ transport });
    await client.search([REQUEST]);
    await client.search([REQUEST]);
    expect(transport.asked).toHaveLength(1);
    client.clearCache();
    await client.search([REQUEST]);
    expect(transport.asked).toHaveLength(2);
    const forgetful = createSearchClient({ transport, remember: 0 });
    await forgetful.search([REQUEST]);
    await forgetful.search([REQUEST]);
    expect(transport.asked).toHaveLength(4);
  });

  test("a failure is thrown for InstantSearch to show", async () => {
    const transport = { ...played(answer()), search: () => Promise.reject(new OmnishelfProblem("Too many.", "busy", 429)) };
    await expect(createSearchClient({ transport }).search([REQUEST])).rejects.toThrow("Too many.");
  });

  test("nothing asked is nothing answered", async () => {
    expect(await createSearchClient({ transport: played(answer()) }).search([])).toEqual({ results: [] });
  });
});

describe("slower inputs", () => {
  const photo = new Blob(["photo"]);
  const recording = new Blob(["recording"]);

  test("words answer first; the photo refines the page through one refresh that asks nothing again", async () => {
    const slow = gate();
    const transport = played(answer(), [
      { page: answer({ hits: [hit("words")], total: 1, complete: false, understood: understood(null, "words") }) },
      {
        page: answer({ hits: [hit("both")], total: 1, complete: true, understood: understood(null, "words", "photo") }),
        gate: slow.opened,
      },
    ]);
    const refined = gate();
    const client = createSearchClient({ transport, onRefined: refined.open });
    client.setInputs({ photo });

    const early = await client.search([REQUEST]);
    expect(early.results[0]?.hits.map((h) => h.objectID)).toEqual(["words"]);
    expect(client.progress.reading).toEqual(["photo"]);

    slow.open();
    await refined.opened;
    client.clearCache(); // as InstantSearch's refresh does
    const late = await client.search([REQUEST]);
    expect(late.results[0]?.hits.map((h) => h.objectID)).toEqual(["both"]);
    expect(client.progress.reading).toEqual([]);
    expect(transport.streamed).toHaveLength(1);
    expect(transport.asked).toHaveLength(0);
  });

  test("a page of which nothing has been read is not shown early", async () => {
    const transport = played(answer(), [
      { page: answer({ hits: [hit("browse")], complete: false }) },
      { page: answer({ hits: [hit("seen")], total: 1, complete: true }) },
    ]);
    const client = createSearchClient({ transport });
    client.setInputs({ photo });
    const { results } = await client.search([{ indexName: "p", params: { query: "" } }]);
    expect(results[0]?.hits.map((h) => h.objectID)).toEqual(["seen"]);
  });

  test("each further input that is read refines the page", async () => {
    const [slow, slower] = [gate(), gate()];
    const transport = played(answer(), [
      { page: answer({ hits: [hit("photo")], complete: false, understood: understood(null, "photo") }) },
      {
        page: answer({ hits: [hit("words")], complete: false, understood: understood(null, "words", "photo") }),
        gate: slow.opened,
      },
      {
        page: answer({ hits: [hit("all")], complete: true, understood: understood("blue", "words", "photo", "voice") }),
        gate: slower.opened,
      },
    ]);
    let refined = gate();
    const client = createSearchClient({ transport, onRefined: () => refined.open() });
    client.setInputs({ photo, recording });
    const shown = async () => (await client.search([REQUEST])).results[0]?.hits[0]?.objectID;
    expect(await shown()).toBe("photo");
    slow.open();
    await refined.opened;
    expect(await shown()).toBe("words");
    refined = gate();
    slower.open();
    await refined.opened;
    expect(await shown()).toBe("all");
    expect(transport.streamed).toHaveLength(1);
  });

  test("a recording is listened to once: counts, later pages and reasons ask with what was heard", async () => {
    const complete = answer({ hits: [hit("1")], total: 30, complete: true, understood: understood("blue mug", "words", "voice") });
    const transport = played(complete, [{ page: complete }]);
    const client = createSearchClient({ transport });
    client.setInputs({ recording });
    await client.search(REFINED);
    expect(transport.streamed[0]?.audio).toBe(recording);
    expect(transport.asked.map((b) => [b.audio, b.transcript])).toEqual([[undefined, "blue mug"]]);
    await client.search([{ ...REQUEST, params: { ...REQUEST.params, page: 1 } }]);
    await client.explain();
    expect(transport.streamed).toHaveLength(1);
    expect(transport.asked.slice(1).map((b) => [b.transcript, b.audio])).toEqual([
      ["blue mug", undefined],
      ["blue mug", undefined],
    ]);
  });

  test("when the photo fails after words have answered, the page stays and the problem is told", async () => {
    const slow = gate();
    const transport = played(answer(), [
      { page: answer({ hits: [hit("words")], complete: false, understood: understood(null, "words") }) },
      { page: new OmnishelfProblem("Not a picture.", "bad-upload", 422), gate: slow.opened },
    ]);
    const client = createSearchClient({ transport });
    const told = gate();
    client.setInputs({ photo });
    await client.search([REQUEST]);
    client.subscribe(() => client.progress.problem && told.open());
    slow.open();
    await told.opened;
    expect(client.progress.problem?.message).toBe("Not a picture.");
    expect(client.progress.reading).toEqual([]);
  });

  test("a newer search takes an older one's place, whose answer is never shown", async () => {
    const slow = gate();
    const transport = played(answer({ hits: [hit("new")] }), [
      { page: answer({ hits: [hit("old")], complete: true }), gate: slow.opened },
    ]);
    const client = createSearchClient({ transport });
    client.setInputs({ photo });
    let old = false;
    client.search([REQUEST]).then(() => {
      old = true;
    });
    client.setInputs({});
    const { results } = await client.search([REQUEST]);
    slow.open();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(results[0]?.hits[0]?.objectID).toBe("new");
    expect(old).toBe(false);
    expect(client.progress.answer?.hits[0]?.id).toBe("new");
  });

  test("an answer that breaks off is a problem, not a page", async () => {
    const client = createSearchClient({ transport: played(answer(), []) });
    client.setInputs({ photo });
    await expect(client.search([REQUEST])).rejects.toThrow("broke off");
  });
});

test("reasons are asked for with the newest question and given by product", async () => {
  const why = [{ source: "words" as const, signal: "lexical", value: 1, detail: "mug" }];
  const transport = played(answer({ hits: [{ ...hit("7"), why }] }));
  const client = createSearchClient({ transport });
  expect((await client.explain()).size).toBe(0);
  await client.search([REQUEST]);
  expect((await client.explain()).get("7")).toEqual(why);
  expect(transport.asked.at(-1)).toMatchObject({ text: "mug", explain: true });
});

test("values of a facet can be searched", async () => {
  const values = [
    { value: "Luma", count: 4, label: "Luma" },
    { value: "Kite", count: 2, label: "Kite" },
  ];
  const transport = played(answer({ facets: [{ field: "brand", values, low: null, high: null }] }));
  const [found] = await createSearchClient({ transport }).searchForFacetValues([
    { indexName: "p", params: { facetName: "brand", facetQuery: "lu" } },
  ]);
  expect(found?.facetHits).toEqual([{ value: "Luma", count: 4, highlighted: "<em>Luma</em>" }]);
});
