import { expect, test } from "vitest";
import { OmnishelfProblem } from "../src/problem.js";
import { encode, httpTransport } from "../src/transport.js";
import { answer } from "./made.js";

const transport = (respond: (url: string, init: RequestInit) => Response | Promise<Response>) =>
  httpTransport({
    url: "https://shop.example",
    apiKey: "k".repeat(16),
    fetch: (async (url: string, init: RequestInit) => respond(url, init)) as typeof fetch,
  });

test("words travel as JSON, with the key", async () => {
  const made = transport((url, init) => {
    expect(url).toBe("https://shop.example/v1/search");
    expect(init.headers).toMatchObject({ authorization: `Bearer ${"k".repeat(16)}`, "content-type": "application/json" });
    expect(JSON.parse(String(init.body))).toEqual({ text: "mug", filters: { brand: ["Luma"] } });
    return Response.json(answer({ total: 2 }));
  });
  expect((await made.search({ text: "mug", filters: { brand: ["Luma"] } })).total).toBe(2);
});

test("files travel as multipart with names that tell their kind; structured fields are JSON text", () => {
  const { body, headers } = encode({
    text: "mug",
    size: 5,
    crop: { left: 0, top: 0, right: 1, bottom: 0.5 },
    image: new Blob(["x"], { type: "image/jpeg" }),
    audio: new Blob(["y"], { type: "audio/webm;codecs=opus" }),
  });
  const form = body as FormData;
  expect(headers).toEqual({});
  expect([form.get("text"), form.get("size"), form.get("crop")]).toEqual(["mug", "5", '{"left":0,"top":0,"right":1,"bottom":0.5}']);
  expect([(form.get("image") as File).name, (form.get("audio") as File).name]).toEqual(["photo.jpg", "recording.webm"]);
});

test("problem details become one error with code, hint and waiting time", async () => {
  const made = transport(() =>
    Response.json(
      { type: "urn:omnishelf:too-large", title: "Too large", status: 413, detail: "The photo has 20 MB.", hint: "Send less." },
      { status: 413, headers: { "retry-after": "5" } },
    ),
  );
  const error = await made.search({ text: "" }).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(OmnishelfProblem);
  expect(error).toMatchObject({
    code: "too-large",
    status: 413,
    hint: "Send less.",
    retryAfter: 5,
    message: "The photo has 20 MB.",
  });
});

test("a proxy's page and a lost connection are problems, too", async () => {
  await expect(transport(() => new Response("<html>", { status: 502 })).search({ text: "" })).rejects.toMatchObject({
    code: "http-502",
    status: 502,
  });
  const lost = transport(() => Promise.reject(new TypeError("Failed to fetch")));
  await expect(lost.search({ text: "" })).rejects.toMatchObject({ code: "network", status: 0 });
});

test("a stream gives its pages, and its problem as an error", async () => {
  const text = `event: page\ndata: ${JSON.stringify(answer({ total: 1 }))}\n\nevent: problem\ndata: {"type":"urn:omnishelf:bad-upload","status":422,"detail":"No."}\n\n`;
  const pages: number[] = [];
  const read = async () => {
    for await (const page of transport(() => new Response(text)).stream({ text: "" })) pages.push(page.total);
  };
  await expect(read()).rejects.toMatchObject({ code: "bad-upload", status: 422 });
  expect(pages).toEqual([1]);
});
