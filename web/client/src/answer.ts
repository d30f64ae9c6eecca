/** An Omnishelf answer -> one Algolia result for each request it serves. */

import type { AlgoliaHit, SearchRequest, SearchResult } from "./algolia.js";
import { fieldOf } from "./filters.js";
import { highlight } from "./highlight.js";
import type { Answer, Facet, Hit } from "./omnishelf.js";
import { type PlanOptions, windowOf } from "./plan.js";

export const PATH_SEPARATOR = " > ";

/**
 * Counts of a path facet at one level (0 is the root).
 *
 * Where the answer counts only leaves, a level's count is the sum over its descendants; a stated count always wins.
 */
export function levelCounts(facet: Facet, level: number): Record<string, number> {
  const stated = new Map<string, number>();
  const summed = new Map<string, number>();
  for (const { value, count } of facet.values) {
    const path = value.split(PATH_SEPARATOR);
    if (path.length === level + 1) stated.set(value, count);
    if (path.length > level + 1) {
      const ancestor = path.slice(0, level + 1).join(PATH_SEPARATOR);
      // Only leaves are summed: an inner node's own count already holds its descendants'.
      const inner = facet.values.some((other) => other.value.startsWith(`${value}${PATH_SEPARATOR}`));
      if (!inner) summed.set(ancestor, (summed.get(ancestor) ?? 0) + count);
    }
  }
  return Object.fromEntries([...summed, ...stated]);
}

function facetCounts(answer: Answer, asked: readonly string[], options: PlanOptions, most: number): SearchResult["facets"] {
  const counts: SearchResult["facets"] = {};
  for (const attribute of asked) {
    const { field, level } = fieldOf(attribute, options.rename);
    const facet = answer.facets.find((f) => f.field === field);
    if (!facet) continue;
    const all = level === null ? Object.fromEntries(facet.values.map((v) => [v.value, v.count])) : levelCounts(facet, level);
    counts[attribute] = Object.fromEntries(
      Object.entries(all)
        .sort((a, b) => b[1] - a[1])
        .slice(0, most),
    );
  }
  return counts;
}

/** Algolia's statistics of numeric facets. Omnishelf counts ranges, not sums: `avg` is the middle, `sum` is 0. */
function facetStats(answer: Answer, asked: readonly string[], options: PlanOptions): SearchResult["facets_stats"] {
  const stats: SearchResult["facets_stats"] = {};
  for (const attribute of asked) {
    const facet = answer.facets.find((f) => f.field === fieldOf(attribute, options.rename).field);
    if (facet && facet.low !== null && facet.high !== null) {
      stats[attribute] = { min: facet.low, max: facet.high, avg: (facet.low + facet.high) / 2, sum: 0 };
    }
  }
  return stats;
}

function labelsOf(answers: readonly Answer[]): Record<string, Record<string, string>> {
  const labels: Record<string, Record<string, string>> = {};
  for (const facet of answers.flatMap((a) => a.facets)) {
    labels[facet.field] = { ...labels[facet.field], ...Object.fromEntries(facet.values.map((v) => [v.value, v.label || v.value])) };
  }
  return labels;
}

export function hitOf(hit: Hit, query: string, pre?: string, post?: string): AlgoliaHit {
  const marked = (text: string) => highlight(text, query, pre, post);
  return {
    ...hit.product,
    objectID: hit.id,
    score: hit.score,
    ...(hit.why ? { why: hit.why } : {}),
    ...(hit.variants ? { variants: hit.variants } : {}),
    _highlightResult: {
      title: marked(hit.product.title),
      brand: marked(hit.product.brand),
      description: marked(hit.product.description),
    },
  };
}

/** @param all every answer of the batch: their facet labels are shared, since a facet may be counted by any of them. */
export function resultOf(request: SearchRequest, answer: Answer, all: readonly Answer[], options: PlanOptions): SearchResult {
  const params = request.params ?? {};
  const { size, page } = windowOf(params, options.hitsPerPage);
  const asked = (typeof params.facets === "string" ? [params.facets] : [...(params.facets ?? [])]).flatMap((f) =>
    f === "*" ? options.allFacets : [f],
  );
  const words = answer.understood.text || params.query || "";
  return {
    index: request.indexName,
    query: params.query ?? "",
    params: "",
    queryID: answer.query_id,
    hits: answer.hits.slice(0, size).map((hit) => hitOf(hit, words, params.highlightPreTag, params.highlightPostTag)),
    nbHits: answer.total,
    nbPages: size ? Math.ceil(answer.total / size) : 0,
    page,
    hitsPerPage: size,
    exhaustiveNbHits: answer.total_exact,
    exhaustiveFacetsCount: answer.total_exact,
    processingTimeMS: Math.round(answer.took_ms["total"] ?? 0),
    facets: facetCounts(answer, asked, options, params.maxValuesPerFacet ?? 100),
    facets_stats: facetStats(answer, asked, options),
    omnishelf: { answer, labels: labelsOf(all) },
  };
}
