/** Algolia's facetFilters, numericFilters and filters, as Omnishelf's `filters`: one condition a field. */

import type { FacetFilters, NumericFilters, SearchParams } from "./algolia.js";
import type { Filters } from "./omnishelf.js";
import { OmnishelfProblem } from "./problem.js";

/** What is asked of one field, gathered from every kind of filter before it is written down. */
interface Asked {
  any?: string[];
  none?: string[];
  min?: number;
  max?: number;
}

/** `category.lvl1` is level 1 of the field `category`; renames map a front end's attribute to Omnishelf's field. */
export function fieldOf(attribute: string, rename: Readonly<Record<string, string>> = {}): { field: string; level: number | null } {
  const level = /^(.*)\.lvl(\d+)$/.exec(attribute);
  const base = level ? (level[1] as string) : attribute;
  return { field: rename[attribute] ?? rename[base] ?? base, level: level ? Number(level[2]) : null };
}

function unsupported(what: string): OmnishelfProblem {
  return new OmnishelfProblem(what, "unsupported-filter", 0, "See the table of filters in the client's README.");
}

function splitFacet(filter: string): { attribute: string; value: string; negative: boolean } {
  const colon = filter.indexOf(":");
  if (colon < 1) throw unsupported(`The facet filter "${filter}" is not of the form attribute:value.`);
  const attribute = filter.slice(0, colon);
  const raw = filter.slice(colon + 1);
  if (attribute.startsWith("-")) return { attribute: attribute.slice(1), value: raw, negative: true };
  if (raw.startsWith("\\-")) return { attribute, value: raw.slice(1), negative: false };
  return raw.startsWith("-") ? { attribute, value: raw.slice(1), negative: true } : { attribute, value: raw, negative: false };
}

function intersect(held: readonly string[] | undefined, values: readonly string[], field: string): string[] {
  if (!held) return [...values];
  const both = held.filter((v) => values.includes(v));
  // A product may hold several values of a field; "has a AND has b" cannot be asked of one condition.
  if (!both.length)
    throw unsupported(`Two values of "${field}" cannot both be required; make the facet disjunctive (operator "or").`);
  return both;
}

function addFacets(asked: Map<string, Asked>, filters: FacetFilters, rename: Readonly<Record<string, string>>): void {
  for (const entry of typeof filters === "string" ? [filters] : filters) {
    const parts = (typeof entry === "string" ? [entry] : entry).map(splitFacet);
    if (!parts.length) continue;
    const first = parts[0] as { attribute: string };
    const { field } = fieldOf(first.attribute, rename);
    if (parts.some((p) => fieldOf(p.attribute, rename).field !== field)) {
      throw unsupported(`Either-or between different fields (${parts.map((p) => p.attribute).join(", ")}) cannot be asked.`);
    }
    const now = asked.get(field) ?? {};
    asked.set(field, now);
    const values = parts.map((p) => p.value);
    if (parts.every((p) => !p.negative)) now.any = intersect(now.any, values, field);
    else if (parts.every((p) => p.negative) && parts.length === 1) now.none = [...(now.none ?? []), ...values];
    else throw unsupported(`Either-or with a negative value of "${field}" cannot be asked.`);
  }
}

const COMPARISON = /^(.+?)\s*(<=|>=|!=|=|<|>)\s*(-?\d+(?:\.\d+)?)$/;
const RANGE = /^(.+?)\s*:\s*(-?\d+(?:\.\d+)?)\s+TO\s+(-?\d+(?:\.\d+)?)$/i;

function addNumbers(asked: Map<string, Asked>, filters: NumericFilters, rename: Readonly<Record<string, string>>): void {
  for (const entry of typeof filters === "string" ? filters.split(",") : filters) {
    const parts = typeof entry === "string" ? [entry] : entry;
    if (parts.length !== 1) throw unsupported(`Either-or between numbers (${parts.join(", ")}) cannot be asked.`);
    const text = (parts[0] as string).trim();
    const range = RANGE.exec(text);
    const compare = COMPARISON.exec(text);
    const [name, low, high] = range
      ? [range[1] as string, Number(range[2]), Number(range[3])]
      : compare
        ? [compare[1] as string, ...bounds(compare[2] as string, Number(compare[3]), text)]
        : [null, undefined, undefined];
    if (name === null) throw unsupported(`The numeric filter "${text}" cannot be read.`);
    const { field } = fieldOf(name, rename);
    const now = asked.get(field) ?? {};
    asked.set(field, now);
    if (low !== undefined) now.min = Math.max(low, now.min ?? low);
    if (high !== undefined) now.max = Math.min(high, now.max ?? high);
  }
}

/** Closed bounds of a comparison. Prices are whole minor units, so `< 6000` is `<= 5999`. */
function bounds(operator: string, value: number, text: string): [number | undefined, number | undefined] {
  if (operator === ">=") return [value, undefined];
  if (operator === "<=") return [undefined, value];
  if (operator === ">") return [Number.isInteger(value) ? value + 1 : value, undefined];
  if (operator === "<") return [undefined, Number.isInteger(value) ? value - 1 : value];
  if (operator === "=") return [value, value];
  throw unsupported(`The numeric filter "${text}" uses !=, which cannot be asked.`);
}

/** The AND-only subset of Algolia's `filters` text: `brand:Luma AND NOT color:"navy blue" AND price >= 1000`. */
function addText(asked: Map<string, Asked>, filters: string, rename: Readonly<Record<string, string>>): void {
  for (const raw of filters.split(/\s+AND\s+/)) {
    const term = raw.trim();
    if (!term) continue;
    if (/\sOR\s|[()]/.test(term.replace(/"[^"]*"/g, ""))) throw unsupported(`OR and parentheses in "${term}" cannot be asked.`);
    if (RANGE.test(term) || COMPARISON.test(term)) addNumbers(asked, [term], rename);
    else {
      const negative = /^NOT\s+/.test(term);
      const [attribute, ...value] = term.replace(/^NOT\s+/, "").split(":");
      const plain = value
        .join(":")
        .trim()
        .replace(/^"(.*)"$/, "$1");
      addFacets(asked, [`${(attribute ?? "").trim()}:${negative ? "-" : plain.startsWith("-") ? "\\" : ""}${plain}`], rename);
    }
  }
}

/** One field's wishes as a condition. */
function condition(field: string, asked: Asked): Filters[string] {
  const ranged = asked.min !== undefined || asked.max !== undefined;
  const any = asked.any?.filter((v) => !asked.none?.includes(v));
  if (Number(ranged) + Number(Boolean(asked.any)) + Number(Boolean(asked.none)) > 1 && (ranged || any?.length === 0)) {
    throw unsupported(`The conditions on "${field}" cannot be asked together.`);
  }
  if (any) return any;
  if (asked.none) return { not: asked.none };
  return { ...(asked.min === undefined ? {} : { min: asked.min }), ...(asked.max === undefined ? {} : { max: asked.max }) };
}

/** All filters of a request's parameters. */
export function filtersOf(params: SearchParams, rename: Readonly<Record<string, string>> = {}): Filters {
  const asked = new Map<string, Asked>();
  if (params.facetFilters) addFacets(asked, params.facetFilters, rename);
  if (params.numericFilters) addNumbers(asked, params.numericFilters, rename);
  if (params.filters) addText(asked, params.filters, rename);
  return Object.fromEntries([...asked].map(([field, wishes]) => [field, condition(field, wishes)]));
}
