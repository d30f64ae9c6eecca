/** The offer to show in a place, if there is one for this visitor (docs/offers.md). Asking is showing. */

import { searchFetch, whoAsks } from "../collect/collector";
import { authorization } from "../shop/api";

export interface Offer {
  id: string;
  label: string;
  title: string;
  percent: number;
  amount: number;
  currency: string;
  least: number;
  ends: string | null;
  about: string[];
}

export interface Wanted {
  place: "home" | "search" | "product";
  language: string;
  /** What is on the page. */
  products?: string[];
}

/** Products that are named: those a visitor sees first. */
const NAMED = 24;

/** A page without its offer is still the page: what goes wrong here is nobody's concern. */
export async function fetchOffer(wanted: Wanted, signal: AbortSignal): Promise<Offer | null> {
  const asked = new URLSearchParams({ place: wanted.place, language: wanted.language });
  const { shopperId, sessionId } = whoAsks();
  if (shopperId) asked.set("shopper_id", shopperId);
  if (sessionId) asked.set("session_id", sessionId);
  for (const id of (wanted.products ?? []).slice(0, NAMED)) asked.append("product", id);
  try {
    const headers = { accept: "application/json", ...authorization() };
    const response = await searchFetch(`/v1/offer?${asked}`, { headers, signal });
    return response.ok ? ((await response.json()) as { offer: Offer | null }).offer : null;
  } catch {
    return null;
  }
}
