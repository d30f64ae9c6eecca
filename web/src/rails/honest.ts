/** What a rail may be called: no more than the reasons of what stands in it. */

import type { Advice, Advised, Wanted } from "./api";

export type RailTitle = "railForYou" | "railPopular" | "railRated" | "railShop" | "railTogether";

/** A basket says "together"; other shoppers' histories, and what merely fills the places, do not. */
export const isTogether = (one: Advised): boolean => one.reason.why === "with_this" && one.by === "together";

/** What of an answer belongs into the rail of a place. */
export function shownIn(context: Wanted["context"], advice: Advice): Advised[] {
  return context === "together" ? advice.recommendations.filter(isTogether) : advice.recommendations;
}

export function titleOf(context: Wanted["context"], advice: Advice): RailTitle {
  if (context === "together") return "railTogether";
  if (advice.personal) return "railForYou";
  const some = (...whys: string[]) => advice.recommendations.some((one) => whys.includes(one.reason.why));
  if (some("popular", "popular_in_segment")) return "railPopular";
  return some("rated") ? "railRated" : "railShop";
}
