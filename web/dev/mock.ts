/** Vite plugin: answers docs/http.md from the made-up catalogue. For work on the pages only; it understands next to nothing. */

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer, Constraint, Filters, Hit, Product, Reading } from "@omnishelf/instantsearch-client";
import type { Connect, Plugin } from "vite";
import { CATALOGUE, picture } from "./catalogue.ts";

interface Asked {
  text?: string;
  transcript?: string;
  image?: boolean;
  image_product?: string;
  audio?: boolean;
  filters?: Filters;
  dropped?: string[];
  weights?: Record<string, number>;
  sort?: string;
  facets?: string[];
  size?: number;
  offset?: number;
  explain?: boolean;
}

const pays = (product: Product): number => (product.sale_price ?? product.price)?.amount ?? 0;
const words = (text: string): string[] => text.toLowerCase().match(/\p{Script=Han}{2}|[a-z]{2,}/gu) ?? [];
const wordsOf = (p: Product): string =>
  [p.title, p.brand, ...p.category, p.translations["zh"]?.title ?? ""].join(" ").toLowerCase();

function valuesOf(product: Product, field: string): string[] {
  if (field === "category") return product.category.map((_, depth) => product.category.slice(0, depth + 1).join(" > "));
  if (field === "brand") return [product.brand];
  if (field === "availability") return [product.availability];
  return product.attributes[field] ?? [];
}

function passes(product: Product, filters: Filters): boolean {
  return Object.entries(filters).every(([field, condition]) => {
    if (typeof condition === "string") return valuesOf(product, field).includes(condition);
    if (Array.isArray(condition)) return condition.some((value) => valuesOf(product, field).includes(value));
    if ("not" in condition) return !condition.not.some((value) => valuesOf(product, field).includes(value));
    return pays(product) >= (condition.min ?? 0) && pays(product) <= (condition.max ?? Number.MAX_SAFE_INTEGER);
  });
}

function readings(asked: Asked): Reading[] {
  const given: [Reading["modality"], string, number][] = [];
  if (asked.text) given.push(["words", asked.text, 0.81]);
  if (asked.image || asked.image_product) given.push(["photo", "backpack", 0.66]);
  if (asked.audio || asked.transcript) given.push(["voice", asked.transcript ?? "blue backpack", 0.38]);
  const weights = given.map(([m, , c]) => asked.weights?.[m] ?? (Object.keys(asked.weights ?? {}).length ? 0 : c));
  const sum = weights.reduce((a, b) => a + b, 0) || 1;
  return given.map(([modality, text, confidence], i) => ({
    modality,
    text,
    confidence,
    language: "en",
    weight: (weights[i] ?? 0) / sum,
    guesses: [{ label: text, probability: confidence }],
  }));
}

function limits(asked: Asked): Constraint[] {
  const price = /(?:under|below) \$?(\d+)|(\d+)美元以下/.exec(asked.text ?? "");
  const most = Number(price?.[1] ?? price?.[2] ?? 0);
  const found: Constraint[] = most
    ? [{ key: `price:<=${most * 100}`, kind: "price", label: `under $${most}`, hard: true, source: "words", confidence: 1 }]
    : [];
  if (/blue|蓝/.test(asked.text ?? ""))
    found.push({ key: "color=blue", kind: "color", label: "blue", hard: false, source: "words", confidence: 0.9 });
  return found.filter((c) => !asked.dropped?.includes(c.key));
}

export function answer(asked: Asked): Answer {
  const heard = asked.audio || asked.transcript ? (asked.transcript ?? "blue backpack") : null;
  const seen = asked.image || asked.image_product ? "backpack" : "";
  const constraints = limits(asked);
  const wanted = words([(asked.text ?? "").replace(/(under|below) \$?\d+|\d+美元以下/, ""), heard, seen].join(" "));
  const most = constraints.find((c) => c.kind === "price");
  const ceiling = most ? Number(most.key.split("<=")[1]) : Number.MAX_SAFE_INTEGER;
  const scored = CATALOGUE.map((product) => {
    const matched = wanted.filter((word) => wordsOf(product).includes(word.replace(/s$/, "")));
    return { product, matched, score: wanted.length ? matched.length + pays(product) / 1e6 : 1 };
  });
  const found = scored.filter(
    (s) => (wanted.length === 0 || s.matched.length > 0) && passes(s.product, asked.filters ?? {}) && pays(s.product) <= ceiling,
  );
  found.sort((a, b) =>
    asked.sort === "price_asc"
      ? pays(a.product) - pays(b.product)
      : asked.sort === "price_desc"
        ? pays(b.product) - pays(a.product)
        : b.score - a.score,
  );
  const hits: Hit[] = found
    .slice(asked.offset ?? 0, (asked.offset ?? 0) + (asked.size ?? 24))
    .map(({ product, matched, score }) => ({
      id: product.id,
      score,
      product,
      why:
        asked.explain && wanted.length
          ? [
              { source: "words", signal: "lexical", value: score * 0.5, detail: `matched: ${matched.join(", ")}` },
              { source: "words", signal: "meaning", value: score * 0.3, detail: "" },
              { source: seen ? "photo" : "shop", signal: seen ? "looks" : "rating", value: score * 0.3, detail: "" },
              { source: "shop", signal: "stock", value: score * -0.1, detail: "few left" },
            ]
          : [],
    }));
  const facets = (asked.facets ?? []).map((field) => {
    const counts = new Map<string, number>();
    for (const { product } of found) for (const value of valuesOf(product, field)) counts.set(value, (counts.get(value) ?? 0) + 1);
    const prices = found.map((f) => pays(f.product));
    const numeric = field === "price" && prices.length > 0;
    return {
      field,
      values: [...counts].map(([value, count]) => ({ value, count, label: value })),
      low: numeric ? Math.min(...prices) : null,
      high: numeric ? Math.max(...prices) : null,
    };
  });
  return {
    query_id: `q_${Math.random().toString(36).slice(2)}`,
    understood: { text: asked.text ?? "", transcript: heard, language: "en", modalities: readings(asked), constraints },
    hits,
    total: found.length,
    total_exact: true,
    facets,
    suggestions: found.length ? [] : ["blue backpack"],
    recovery: found.length ? [] : [{ kind: "correct", label: "blue backpack", text: "blue backpack", dropped: "", total: 0 }],
    notices: [],
    cursor: "",
    took_ms: { total: 7.3 },
    complete: true,
  };
}

async function bodyOf(request: IncomingMessage): Promise<Asked> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const type = request.headers["content-type"] ?? "";
  if (type.startsWith("application/json")) return JSON.parse(Buffer.concat(parts).toString()) as Asked;
  const form = await new Response(Buffer.concat(parts), { headers: { "content-type": type } }).formData();
  const entries = [...form].map(([name, value]) => {
    if (typeof value !== "string") return [name, true];
    return [name, /^[[{\d]/.test(value) ? JSON.parse(value) : value];
  });
  return Object.fromEntries(entries) as Asked;
}

const json = (response: ServerResponse, value: unknown, status = 200): void => {
  response.statusCode = status;
  response.setHeader("content-type", status < 400 ? "application/json" : "application/problem+json");
  response.end(JSON.stringify(value));
};

async function stream(asked: Asked, response: ServerResponse): Promise<void> {
  response.setHeader("content-type", "text/event-stream");
  const send = (page: Answer) => response.write(`event: page\ndata: ${JSON.stringify(page)}\n\n`);
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  if (asked.text) send({ ...answer({ ...asked, image: false, audio: false }), complete: false });
  await pause(700);
  if (asked.image) send({ ...answer({ ...asked, audio: false }), complete: !asked.audio });
  if (asked.audio) {
    await pause(1200);
    send(answer(asked));
  }
  response.end();
}

const handle: Connect.NextHandleFunction = (request, response, next) => {
  const url = new URL(request.url ?? "/", "http://mock");
  const product = /^\/v1\/products\/([^/]+)(\/similar)?$/.exec(url.pathname);
  const media = /^\/media\/(\d+)-(\d+)\.svg$/.exec(url.pathname);
  const reply = async (): Promise<void> => {
    if (media) {
      response.setHeader("content-type", "image/svg+xml");
      response.end(picture(Number(media[1]), Number(media[2])));
    } else if (url.pathname === "/v1/shop") {
      json(response, {
        name: "Omnishelf",
        version: "mock",
        currency: "USD",
        languages: ["en"],
        products: CATALOGUE.length,
        inputs: { words: true, photo: true, voice: true },
        limits: { audio_seconds: 60, query_chars: 500 },
        key: null,
      });
    } else if (url.pathname === "/v1/suggest") {
      const q = (url.searchParams.get("q") ?? "").toLowerCase();
      const found = CATALOGUE.filter((p) => wordsOf(p).includes(q)).slice(0, 5);
      json(response, {
        suggestions: [
          { text: "backpacks", kind: "category", id: null, spans: [[0, 4]], scope: null },
          { text: "backpacks", kind: "query", id: null, spans: [[0, 4]], scope: { category: "Bags", label: "Bags", count: 4 } },
          ...found.map((p) => ({ text: p.title, kind: "product", id: p.id })),
        ],
      });
    } else if (url.pathname === "/v1/recommendations") {
      const together = url.searchParams.get("context") === "together";
      const reason = { why: together ? "with_this" : "popular", product_id: null, label: "Popular in this shop" };
      const recommendations = CATALOGUE.slice(0, 8).map((p) => ({
        ...{ id: p.id, product: p, reason, score: 1, by: together ? "together" : "popular", propensity: 1 },
      }));
      json(response, { query_id: "r_mock", context: "home", version: 0, personal: false, recommendations });
    } else if (url.pathname === "/v1/search/stream") await stream(await bodyOf(request), response);
    else if (url.pathname === "/v1/search") json(response, answer(await bodyOf(request)));
    else if (product) {
      const found = CATALOGUE.find((p) => p.id === decodeURIComponent(product[1] as string));
      if (!found)
        json(
          response,
          { type: "urn:omnishelf:not-found", title: "Not found", status: 404, detail: "There is no such product." },
          404,
        );
      else if (product[2]) json(response, answer({ text: found.category.at(-1) ?? "", size: 8 }));
      else json(response, { product: found, variants: CATALOGUE.filter((p) => p.group_id === found.group_id) });
    } else next();
  };
  reply().catch(next);
};

export function mockShop(): Plugin {
  return {
    name: "mock-shop",
    configureServer: (server) => void server.middlewares.use(handle),
    configurePreviewServer: (server) => void server.middlewares.use(handle),
  };
}
