/** The address bar as a store: where the page is, and how to go elsewhere. The only file that touches `history`. */

import type { Crop } from "@omnishelf/instantsearch-client";
import { useSyncExternalStore } from "react";
import { formatState, parseState, type SearchState } from "./urlstate";

/** What cannot be written into an address: names of held blobs, and the part of the picture that matters. */
export interface Memo {
  photo?: string;
  recording?: string;
  crop?: Crop;
}

export interface Place {
  path: string;
  state: SearchState;
  memo: Memo;
  /** How far down the page was when it was left. */
  scroll: number;
  /** The address was only completed with what has become known: nothing needs to be asked again. */
  noted: boolean;
}

interface Stored {
  memo?: Memo;
  scroll?: number;
}

const listeners = new Set<() => void>();
let place = readPlace(false);

function readPlace(noted: boolean): Place {
  const stored = (history.state ?? {}) as Stored;
  return {
    path: location.pathname,
    state: parseState(location.search),
    memo: stored.memo ?? {},
    scroll: stored.scroll ?? 0,
    noted,
  };
}

function announce(noted = false): void {
  place = readPlace(noted);
  for (const listener of [...listeners]) listener();
}

export const currentPlace = (): Place => place;
export const addressOf = (path: string, state: SearchState): string => path + formatState(state);
export const productAddress = (id: string): string => `/p/${encodeURIComponent(id)}`;
/** The product's id when the page is a product's page. */
export const productIn = (path: string): string | null => {
  const match = /^\/p\/([^/]+)\/?$/.exec(path);
  try {
    return match?.[1] ? decodeURIComponent(match[1]) : null;
  } catch {
    return null;
  }
};

export function onPlace(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The results that were left last, for the way back from any depth of products. */
let results: { address: string; memo: Memo; scroll: number } | null = null;

function keepScroll(): void {
  const scroll = window.scrollY;
  if (place.path === "/") results = { address: addressOf("/", place.state), memo: place.memo, scroll };
  history.replaceState({ ...(history.state as Stored | null), scroll }, "");
}

export function goTo(address: string, memo: Memo = {}, scroll = 0): void {
  keepScroll();
  history.pushState({ memo, scroll } satisfies Stored, "", address);
  announce();
}

export function backToResults(): void {
  if (results) goTo(results.address, results.memo, results.scroll);
  else goTo("/");
}

/** Search with some of the present question changed. The first page, unless a page is named. */
export function search(change: Partial<SearchState>, memo: Memo = place.memo): void {
  const anew = memo !== place.memo || change.query !== undefined || change.said !== undefined || change.page !== undefined;
  goTo(addressOf("/", { ...place.state, page: 1, ...change }), memo);
  // Another question starts at the top; another filter leaves the reader where they are.
  if (anew) window.scrollTo(0, 0);
}

/** Writes down what has become known (a transcript) without asking anything again or adding a step to go back to. */
export function note(change: Partial<SearchState>): void {
  history.replaceState(history.state, "", addressOf(place.path, { ...place.state, ...change }));
  announce(true);
}

export function startLocation(): void {
  history.scrollRestoration = "manual";
  window.addEventListener("popstate", () => announce());
  window.addEventListener("pagehide", keepScroll);
}

export const usePlace = (): Place => useSyncExternalStore(onPlace, currentPlace);
