/** The part of Algolia's search client interface that InstantSearch calls, written down so that no Algolia package is needed. */

import type { Answer, Contribution, Product } from "./omnishelf.js";

export type FacetFilters = string | readonly (string | readonly string[])[];
export type NumericFilters = string | readonly (string | readonly string[])[];

export interface SearchParams {
  query?: string;
  page?: number;
  hitsPerPage?: number;
  offset?: number;
  length?: number;
  facets?: string | readonly string[];
  facetFilters?: FacetFilters;
  numericFilters?: NumericFilters;
  filters?: string;
  maxValuesPerFacet?: number;
  highlightPreTag?: string;
  highlightPostTag?: string;
  facetName?: string;
  facetQuery?: string;
  maxFacetHits?: number;
  [other: string]: unknown;
}

export interface SearchRequest {
  indexName: string;
  params?: SearchParams;
  [other: string]: unknown;
}

export interface Highlighted {
  value: string;
  matchLevel: "none" | "partial" | "full";
  matchedWords: string[];
}

export interface AlgoliaHit extends Product {
  objectID: string;
  score: number;
  why?: Contribution[];
  variants?: { count: number; ids: string[] };
  _highlightResult: Record<string, Highlighted>;
}

/** What travels beside Algolia's own fields: the whole answer, and field -> value -> label for facets. */
export interface OmnishelfExtras {
  answer: Answer;
  labels: Record<string, Record<string, string>>;
}

export interface SearchResult {
  index: string;
  query: string;
  params: string;
  queryID: string;
  hits: AlgoliaHit[];
  nbHits: number;
  nbPages: number;
  page: number;
  hitsPerPage: number;
  exhaustiveNbHits: boolean;
  exhaustiveFacetsCount: boolean;
  processingTimeMS: number;
  facets: Record<string, Record<string, number>>;
  facets_stats: Record<string, { min: number; max: number; avg: number; sum: number }>;
  omnishelf: OmnishelfExtras;
}

export interface SearchResponses {
  results: SearchResult[];
}

export interface FacetHits {
  facetHits: { value: string; highlighted: string; count: number }[];
  exhaustiveFacetsCount: boolean;
  processingTimeMS: number;
}
