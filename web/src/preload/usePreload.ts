/** Fetches the products that a visitor will probably open, when the page has nothing else to do. */

import type { Product } from "@omnishelf/instantsearch-client";
import { useEffect } from "react";
import { searchFetch, whoAsks } from "../collect/collector";
import { authorization, fetchProduct } from "../shop/api";
import { useShop } from "../shop/shop";
import { sized } from "../shop/wording";
import { allows, type Chance, type Line, worthFetching } from "./choose";
import { Early } from "./early";

type Found = { product: Product; variants: Product[] };

const early = new Early<Found>();
/** Places of a page that are foreseen. */
const FORESEEN = 24;

const line = (): Line | undefined => (navigator as { connection?: Line }).connection;
const whenIdle = (work: () => void): (() => void) => {
  if (!("requestIdleCallback" in window)) {
    const timer = setTimeout(work, 300);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(work, { timeout: 2_000 });
  return () => cancelIdleCallback(handle);
};

/** As `fetchProduct`, from what was fetched early where it is there. */
export const fetchProductEarly = (id: string, signal: AbortSignal): Promise<Found> => early.take(id) ?? fetchProduct(id, signal);

async function foresee(ids: readonly string[], signal: AbortSignal): Promise<Chance[]> {
  const asked = new URLSearchParams();
  const { shopperId, sessionId } = whoAsks();
  if (shopperId) asked.set("shopper_id", shopperId);
  if (sessionId) asked.set("session_id", sessionId);
  for (const id of ids.slice(0, FORESEEN)) asked.append("product", id);
  const response = await searchFetch(`/v1/predictions?${asked}`, {
    headers: { accept: "application/json", ...authorization() },
    signal,
  });
  return response.ok ? ((await response.json()) as { clicks: Chance[] }).clicks : [];
}

async function fetchEarly(id: string): Promise<Found> {
  const found = await fetchProduct(id, new AbortController().signal);
  const picture = found.product.images[0];
  if (picture) new Image().src = sized(picture, 640);
  return found;
}

/** @param ids of the page's products in their order; [] while there is none. */
export function usePreload(ids: readonly string[]): void {
  const { facts } = useShop();
  const threshold = facts.preload ?? 0;
  const key = ids.join("\n");
  useEffect(() => {
    if (threshold <= 0 || !key || !allows(line())) return;
    const abort = new AbortController();
    const stop = whenIdle(() => {
      foresee(key.split("\n"), abort.signal)
        .then((clicks) => {
          for (const id of worthFetching(clicks, threshold, line())) early.fetch(id, fetchEarly);
        })
        .catch(() => undefined);
    });
    return () => {
      stop();
      abort.abort();
    };
  }, [key, threshold]);
}
