/** InstantSearch's batch of requests -> as few Omnishelf calls as answer it. */

import type { SearchParams, SearchRequest } from "./algolia.js";
import { fieldOf, filtersOf } from "./filters.js";
import type { Crop, Modality, SearchBody, SortOrder } from "./omnishelf.js";

/** What a shopper gives besides InstantSearch's own state. Set it with `client.setInputs`. */
export interface Inputs {
  photo?: Blob | null;
  /** A catalogue product whose picture stands in for a photo. */
  imageProduct?: string;
  crop?: Crop | null;
  recording?: Blob | null;
  /** The shopper's correction of what was heard; takes the recording's place. */
  transcript?: string | null;
  weights?: Partial<Record<Modality, number>>;
  /** Keys of understood constraints that were removed. */
  dropped?: readonly string[];
  /** Things the results must not be or have. */
  unwanted?: readonly string[];
  /** Forces the language of what was asked. */
  language?: string;
  /** Of facets and understood constraints: the page's. Without it they come in the language of the question. */
  labels?: string;
  shopperId?: string;
  sessionId?: string;
}

/** One call and which of the batch's requests it answers. */
export interface Call {
  body: SearchBody;
  answers: number[];
}

export interface PlanOptions {
  rename: Readonly<Record<string, string>>;
  /** Facets counted when InstantSearch asks for `*`. */
  allFacets: readonly string[];
  /** Hits a page when InstantSearch names none. */
  hitsPerPage: number;
}

const SORTS: readonly SortOrder[] = ["relevance", "price_asc", "price_desc", "newest", "rating"];
const LARGEST_PAGE = 100;

/** `products_price_asc`, `products/sort/price_asc` or `products:price_asc` -> `price_asc`. */
export function sortOf(indexName: string): SortOrder {
  return SORTS.find((sort) => new RegExp(`(^|[_/:])${sort}$`).test(indexName)) ?? "relevance";
}

/** Hits a page and the first hit's position. Algolia's own `offset`/`length` win over `page`. */
export function windowOf(params: SearchParams, hitsPerPage: number): { size: number; offset: number; page: number } {
  const size = Math.min(params.length ?? params.hitsPerPage ?? hitsPerPage, LARGEST_PAGE);
  const page = params.page ?? 0;
  return { size, page, offset: params.offset ?? page * size };
}

function facetFields(params: SearchParams, options: PlanOptions): string[] {
  const asked = typeof params.facets === "string" ? [params.facets] : [...(params.facets ?? [])];
  const named = asked.flatMap((facet) => (facet === "*" ? options.allFacets : [fieldOf(facet, options.rename).field]));
  return [...new Set(named)];
}

/** Leave out what is empty, so that equal questions are equal texts. */
function compact(body: SearchBody): SearchBody {
  return Object.fromEntries(
    Object.entries(body).filter(([, value]) => {
      if (value === undefined || value === null || value === "") return false;
      if (value instanceof Blob) return true;
      return typeof value !== "object" || Object.keys(value).length > 0;
    }),
  ) as unknown as SearchBody;
}

export function bodyOf(request: SearchRequest, inputs: Inputs, options: PlanOptions): SearchBody {
  const params = request.params ?? {};
  const { size, offset } = windowOf(params, options.hitsPerPage);
  const spoken = inputs.transcript ?? null;
  const pictured = inputs.photo || inputs.imageProduct;
  const body: SearchBody = {
    text: params.query ?? "",
    image: inputs.photo ?? undefined,
    image_product: inputs.photo ? undefined : inputs.imageProduct,
    crop: (pictured && inputs.crop) || undefined,
    audio: spoken === null ? (inputs.recording ?? undefined) : undefined,
    transcript: spoken ?? undefined,
    filters: filtersOf(params, options.rename),
    not: [...(inputs.unwanted ?? [])],
    dropped: [...(inputs.dropped ?? [])],
    weights: { ...inputs.weights },
    language: inputs.language,
    labels: inputs.labels,
    facets: facetFields(params, options),
    shopper_id: inputs.shopperId,
    session_id: inputs.sessionId,
    // The least page that can be asked is one hit; requests for counts alone throw it away.
    size: Math.max(size, 1),
    sort: size ? sortOf(request.indexName) : undefined,
    offset: size && offset ? offset : undefined,
  };
  return { ...compact(body), text: body.text };
}

/** Blobs by identity: two photos of equal size are still two photos. */
const identities = new WeakMap<Blob, number>();
let identity = 0;
function identityOf(blob: Blob): number {
  const known = identities.get(blob);
  if (known) return known;
  identities.set(blob, ++identity);
  return identity;
}

/** A text that is equal for equal questions, in whatever order their fields were set. */
export function keyOf(body: Partial<SearchBody>): string {
  const sorted = Object.entries(body).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(sorted, (_, value) => (value instanceof Blob ? `blob ${identityOf(value)}` : value));
}

/** Requests that differ in nothing but the facets they count, and whether they want hits, share a call. */
export function plan(requests: readonly SearchRequest[], inputs: Inputs, options: PlanOptions): Call[] {
  const calls = new Map<string, Call>();
  requests.forEach((request, index) => {
    const body = bodyOf(request, inputs, options);
    const countsOnly = windowOf(request.params ?? {}, options.hitsPerPage).size === 0;
    const { facets: _facets, ...rest } = body;
    const { size: _size, sort: _sort, offset: _offset, ...candidates } = rest;
    const shared = countsOnly
      ? [...calls.values()].find((call) => {
          const { facets: _f, size: _s, sort: _o, offset: _p, ...other } = call.body;
          return keyOf(other) === keyOf(candidates);
        })
      : calls.get(keyOf(rest));
    if (shared) {
      const facets = [...new Set([...(shared.body.facets ?? []), ...(body.facets ?? [])])];
      if (facets.length) shared.body = { ...shared.body, facets };
      shared.answers.push(index);
    } else calls.set(keyOf(rest), { body, answers: [index] });
  });
  return [...calls.values()];
}
