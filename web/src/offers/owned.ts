/** Offers as their owner sees them: /v1/offers, and what their figures come to. */

import type { Difference } from "../experiments/experiment";
import { call } from "../owner/call";

export const SCOPES = ["basket", "category", "product"] as const;
export const WHO = ["anybody", "new", "returning"] as const;

export interface OfferPlan {
  title: { en?: string; zh?: string };
  /** One of the two is above 0. Money is in minor units throughout. */
  percent: number;
  amount: number;
  scope: (typeof SCOPES)[number];
  category: string;
  products: string[];
  least: number;
  most: number;
  budget: number;
  per_shopper: number;
  shows_a_day: number;
  who: (typeof WHO)[number];
  /** 0..1, as is the margin. */
  holdout: number;
  margin: number;
  starts: string | null;
  ends: string | null;
  hours: number;
  note: string;
}

export interface OwnedOffer extends OfferPlan {
  id: string;
  state: "running" | "waiting" | "over" | "stopped";
  purse: { budget: number; held: number; given: number; left: number };
}

export interface Learnt {
  people: number;
  qini: number;
  low: number;
  high: number;
  gains: number[];
}

export interface OfferResults {
  offer: OwnedOffer;
  shown: number;
  held_back: number;
  waiting: number;
  bought: number;
  bought_without: number;
  orders: Difference | null;
  paid: Difference | null;
  learnt: Learnt | null;
}

const OFFERS = "/v1/offers";
const one = (id: string): string => `${OFFERS}/${encodeURIComponent(id)}`;

export const fetchOffers = async (): Promise<OwnedOffer[]> => (await call<{ offers: OwnedOffer[] }>("GET", OFFERS)).offers;
export const fetchResults = (id: string): Promise<OfferResults> => call("GET", `${one(id)}/results`);
export const putOffer = (id: string, plan: OfferPlan): Promise<OwnedOffer> => call("PUT", one(id), plan);
export const stopOffer = (id: string): Promise<OwnedOffer> => call("POST", `${one(id)}/stop`);
export const deleteOffer = (id: string): Promise<null> => call("DELETE", one(id));

export const emptyOffer = (): OfferPlan => ({
  title: {},
  percent: 10,
  amount: 0,
  scope: "basket",
  category: "",
  products: [],
  least: 0,
  most: 0,
  budget: 0,
  per_shopper: 1,
  shows_a_day: 3,
  who: "anybody",
  holdout: 0.2,
  margin: 0.3,
  starts: null,
  ends: null,
  hours: 72,
  note: "",
});

/** Only what is of the plan, without what its scope does not look at. */
export function cleanOffer(plan: OfferPlan): OfferPlan {
  const titles = Object.entries(plan.title)
    .map(([language, words]) => [language, words.trim()] as const)
    .filter(([, words]) => words);
  const { percent, amount, scope, least, most, budget, per_shopper, shows_a_day, who, holdout, margin, hours, note } = plan;
  return {
    title: Object.fromEntries(titles),
    ...{ percent, amount, scope, least, most, budget, per_shopper, shows_a_day, who, holdout, margin, hours, note },
    category: scope === "category" ? plan.category : "",
    products: scope === "product" ? plan.products : [],
    starts: plan.starts || null,
    ends: plan.ends || null,
  };
}

/** What may be said of a difference: an interval that leaves zero out is a verdict. */
export function toneOf(found: Difference | null): "little" | "better" | "worse" | "open" {
  if (!found || found.low === null || found.high === null) return "little";
  if (found.low > 0) return "better";
  return found.high < 0 ? "worse" : "open";
}
