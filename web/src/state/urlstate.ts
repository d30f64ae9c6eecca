/** What is searched for, and its address: `/?q=…&brand=…&price=1000-6000&page=2`. Everything in it can be shared and bookmarked. */

import type { Modality, SortOrder } from "@omnishelf/instantsearch-client";

export const MODALITIES: readonly Modality[] = ["words", "photo", "voice"];
export const SORTS: readonly SortOrder[] = ["relevance", "price_asc", "price_desc", "newest", "rating"];
/** Facets shown as lists of values, in this order; those without values are not shown. */
export const LIST_FACETS = ["color", "brand", "material", "size", "style", "pattern", "gender", "availability"] as const;

export interface SearchState {
  query: string;
  /** Path from the root, empty for none. */
  category: string[];
  lists: Record<string, string[]>;
  /** Minor units; null leaves an end open. */
  price: { min: number | null; max: number | null };
  sort: SortOrder;
  /** 1 is the first. */
  page: number;
  /** A product whose picture is searched with. */
  like: string;
  /** What was heard, perhaps corrected by hand; null when nothing was said. */
  said: string | null;
  unwanted: string[];
  dropped: string[];
  weights: Partial<Record<Modality, number>>;
}

export const NOTHING: SearchState = {
  query: "",
  category: [],
  lists: {},
  price: { min: null, max: null },
  sort: "relevance",
  page: 1,
  like: "",
  said: null,
  unwanted: [],
  dropped: [],
  weights: {},
};

const whole = (text: string | undefined): number | null => (text && /^\d{1,15}$/.test(text) ? Number(text) : null);

function readWeights(text: string): SearchState["weights"] {
  const weights: SearchState["weights"] = {};
  for (const part of text.split(",")) {
    const [name, value] = part.split(":");
    const modality = MODALITIES.find((m) => m === name);
    const share = Number(value);
    if (modality && value && Number.isFinite(share) && share >= 0) weights[modality] = share;
  }
  // All shares 0 would ask for nothing at all.
  return Object.values(weights).some((share) => share > 0) ? weights : {};
}

/** Reads an address's search part; what it does not understand it leaves out. */
export function parseState(search: string): SearchState {
  const params = new URLSearchParams(search);
  const [, low, high] = /^(\d*)-(\d*)$/.exec(params.get("price") ?? "") ?? [];
  const lists = Object.fromEntries(LIST_FACETS.map((f) => [f, params.getAll(f)] as const).filter(([, values]) => values.length));
  return {
    query: params.get("q") ?? "",
    category: (params.get("category") ?? "").split(" > ").filter(Boolean),
    lists,
    price: { min: whole(low), max: whole(high) },
    sort: SORTS.find((s) => s === params.get("sort")) ?? "relevance",
    page: Math.max(1, whole(params.get("page") ?? undefined) ?? 1),
    like: params.get("like") ?? "",
    said: params.get("said"),
    unwanted: params.getAll("not"),
    dropped: params.getAll("dropped"),
    weights: readWeights(params.get("weights") ?? ""),
  };
}

/** The search part of the address, "" for nothing; parameters always in the same order. */
export function formatState(state: SearchState): string {
  const params = new URLSearchParams();
  const add = (name: string, ...values: string[]) => {
    for (const value of values) if (value) params.append(name, value);
  };
  add("q", state.query);
  add("like", state.like);
  if (state.said !== null) params.append("said", state.said);
  add("category", state.category.join(" > "));
  for (const facet of LIST_FACETS) add(facet, ...(state.lists[facet] ?? []));
  if (state.price.min !== null || state.price.max !== null) add("price", `${state.price.min ?? ""}-${state.price.max ?? ""}`);
  add("not", ...state.unwanted);
  add("dropped", ...state.dropped);
  add(
    "weights",
    MODALITIES.flatMap((m) => (state.weights[m] === undefined ? [] : [`${m}:${Number(state.weights[m]?.toFixed(3))}`])).join(","),
  );
  if (state.sort !== "relevance") add("sort", state.sort);
  if (state.page > 1) add("page", String(state.page));
  const text = params.toString();
  return text ? `?${text}` : "";
}

export const isFiltered = (state: SearchState): boolean =>
  state.category.length > 0 || Object.keys(state.lists).length > 0 || state.price.min !== null || state.price.max !== null;

/** The same question without any filter, from its first page. */
export const withoutFilters = (state: SearchState): SearchState => ({
  ...state,
  category: [],
  lists: {},
  price: NOTHING.price,
  page: 1,
});
