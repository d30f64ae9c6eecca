/** What the shop would show without being asked (docs/recommendations.md). */

import { type Product, problemFromFetch, problemFromResponse } from "@omnishelf/instantsearch-client";
import { searchFetch, whoAsks } from "../collect/collector";
import { authorization } from "../shop/api";

export interface Advised {
  id: string;
  product: Product;
  reason: { why: string; product_id: string | null; label: string };
  score: number;
  by: string;
  propensity: number;
}

export interface Advice {
  query_id: string;
  version: number;
  personal: boolean;
  recommendations: Advised[];
}

export interface Wanted {
  context: "home" | "together" | "after_search";
  language: string;
  size: number;
  productId?: string;
  /** What the page shows already. */
  shown?: string[];
  /** What was asked. */
  text?: string;
}

/** Waits for what was told, so that the last click has its say. */
export async function fetchAdvice(wanted: Wanted, signal: AbortSignal): Promise<Advice> {
  const asked = new URLSearchParams({ context: wanted.context, language: wanted.language, size: String(wanted.size) });
  const { shopperId, sessionId } = whoAsks();
  if (shopperId) asked.set("shopper_id", shopperId);
  if (sessionId) asked.set("session_id", sessionId);
  if (wanted.productId) asked.set("product_id", wanted.productId);
  if (wanted.text) asked.set("text", wanted.text);
  for (const id of wanted.shown ?? []) asked.append("shown", id);
  try {
    const response = await searchFetch(`/v1/recommendations?${asked}`, {
      headers: { accept: "application/json", ...authorization() },
      signal,
    });
    if (!response.ok) throw await problemFromResponse(response);
    return (await response.json()) as Advice;
  } catch (error) {
    throw problemFromFetch(error);
  }
}
