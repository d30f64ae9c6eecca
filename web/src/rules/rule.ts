/** Merchandising rules as /v1/rules has them (docs/merchandising.md), and as the form holds them. */

import type { Answer, Condition, Filters } from "@omnishelf/instantsearch-client";
import { listOf } from "../owner/typed";

export interface When {
  match?: "any" | "equals" | "contains";
  text?: string;
  language?: string;
  category?: string;
  starts?: string;
  ends?: string;
}

export const ACTIONS = ["pin", "boost", "bury", "hide", "filter", "synonyms", "redirect", "banner"] as const;
export type Action = (typeof ACTIONS)[number];

export interface Then {
  do: Action;
  product?: string;
  position?: number;
  factor?: number;
  products?: string[];
  filters?: Filters;
  words?: string[];
  also?: string[];
  path?: string;
  query?: string;
  text?: string;
  link?: string;
}

export interface Rule {
  id: string;
  note?: string;
  enabled?: boolean;
  when?: When;
  then: Then[];
}

export interface Caution {
  rule: string;
  reason: string;
  hint: string;
}

export interface Preview {
  before: Answer;
  after: Answer;
  moves: { id: string; title: string; before: number | null; after: number | null }[];
  warnings: Caution[];
}

/** The fields that an action's form shows, in order. */
export const FIELDS: Record<Action, readonly (keyof Then)[]> = {
  pin: ["product", "position"],
  boost: ["factor", "products", "filters"],
  bury: ["factor", "products", "filters"],
  hide: ["products", "filters"],
  filter: ["filters"],
  synonyms: ["words", "also"],
  redirect: ["path", "query"],
  banner: ["text", "link"],
};

/** An action as it is when it has just been added. */
export function emptyThen(action: Action): Then {
  if (action === "pin") return { do: action, product: "", position: 1 };
  return action === "boost" || action === "bury" ? { do: action, factor: 2 } : { do: action };
}

/** Only what the action knows and what is filled in, as the server wants it. */
export function cleanThen(then: Then): Then {
  const filled = FIELDS[then.do].filter((name) => {
    const value = then[name];
    if (Array.isArray(value)) return value.length > 0;
    return typeof value === "object" ? Object.keys(value).length > 0 : value !== undefined && value !== "";
  });
  return { do: then.do, ...Object.fromEntries(filled.map((name) => [name, then[name]])) };
}

export function cleanRule(rule: Rule): Rule {
  const when = Object.fromEntries(Object.entries(rule.when ?? {}).filter(([, value]) => value)) as When;
  if (when.match === "any" || !when.match) {
    delete when.match;
    delete when.text;
  }
  return {
    id: rule.id.trim(),
    ...(rule.note ? { note: rule.note } : {}),
    ...(rule.enabled === false ? { enabled: false } : {}),
    ...(Object.keys(when).length ? { when } : {}),
    then: rule.then.map(cleanThen),
  };
}

/**
 * A filter as people write it, one condition a line: "brand: Luma, Farland", "color: not red", "price: 1000..6000".
 *
 * @returns null for a line that is none of these.
 */
export function filtersOf(text: string): Filters | null {
  const filters: Filters = {};
  for (const line of text.split("\n").filter((l) => l.trim())) {
    const [, field, rest] = /^\s*([^:：]+?)\s*[:：]\s*(.+?)\s*$/.exec(line) ?? [];
    if (!field || !rest) return null;
    const range = /^(-?\d+(?:\.\d+)?)?\s*\.\.\s*(-?\d+(?:\.\d+)?)?$/.exec(rest);
    const not = /^not\s+(.+)$/i.exec(rest);
    if (range && (range[1] || range[2]))
      filters[field] = { ...(range[1] ? { min: Number(range[1]) } : {}), ...(range[2] ? { max: Number(range[2]) } : {}) };
    else filters[field] = not?.[1] ? { not: listOf(not[1]) } : listOf(rest);
  }
  return filters;
}

export function filtersText(filters: Filters | undefined): string {
  return Object.entries(filters ?? {})
    .map(([field, condition]) => `${field}: ${conditionText(condition)}`)
    .join("\n");
}

function conditionText(condition: Condition): string {
  if (typeof condition === "string") return condition;
  if (Array.isArray(condition)) return condition.join(", ");
  if ("not" in condition) return `not ${condition.not.join(", ")}`;
  return `${condition.min ?? ""}..${condition.max ?? ""}`;
}
