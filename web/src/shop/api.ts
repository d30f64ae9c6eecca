/** The calls that are not a search: the shop's facts, suggestions, a product, products like it. */

import { type Answer, type Product, problemFromFetch, problemFromResponse } from "@omnishelf/instantsearch-client";

export interface ShopFacts {
  name: string;
  currency: string;
  languages: string[];
  products: number;
  inputs: Partial<Record<"words" | "photo" | "voice", boolean>>;
  /** Whether the assistant can read its answers aloud. */
  speaks: boolean;
  /** Chance of a click from which a product is fetched early; 0 for never. */
  preload: number;
  limits: Record<string, number>;
  key: string | null;
}

export interface Suggestion {
  text: string;
  kind: "category" | "brand" | "product" | "query" | "attribute";
  id: string | null;
  /** `[start, stop)` of what stands for what was typed, in Unicode characters. */
  spans?: [number, number][];
  /** The part of the shop to search in. */
  scope?: { category: string; label: string; count: number } | null;
}

/** Used until the shop answers, and when it does not: the search itself then says what is wrong. */
export const UNKNOWN_SHOP: ShopFacts = {
  name: "Omnishelf",
  currency: "USD",
  languages: [],
  products: 0,
  inputs: {},
  speaks: false,
  preload: 0,
  limits: {},
  key: null,
};

let key = "";

export const authorization = (): Record<string, string> => (key ? { authorization: `Bearer ${key}` } : {});

async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  try {
    const response = await fetch(path, {
      headers: { accept: "application/json", ...(key ? { authorization: `Bearer ${key}` } : {}) },
      ...(signal ? { signal } : {}),
    });
    if (!response.ok) throw await problemFromResponse(response);
    return (await response.json()) as T;
  } catch (error) {
    throw problemFromFetch(error);
  }
}

/** Also keeps the key that the shop gives its own pages. */
export async function fetchShop(): Promise<ShopFacts> {
  const facts = { ...UNKNOWN_SHOP, ...(await get<Partial<ShopFacts>>("/v1/shop")) };
  key = facts.key ?? "";
  return facts;
}

export async function fetchSuggestions(text: string, signal: AbortSignal): Promise<Suggestion[]> {
  return (await get<{ suggestions: Suggestion[] }>(`/v1/suggest?size=8&q=${encodeURIComponent(text)}`, signal)).suggestions;
}

export const fetchProduct = (id: string, signal: AbortSignal): Promise<{ product: Product; variants: Product[] }> =>
  get(`/v1/products/${encodeURIComponent(id)}`, signal);

export const fetchSimilar = (id: string, signal: AbortSignal): Promise<Answer> =>
  get(`/v1/products/${encodeURIComponent(id)}/similar?size=8`, signal);
