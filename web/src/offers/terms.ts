/** The terms of an offer in a line: nothing that bounds it is left to the checkout. */

import type { Say } from "../i18n/language";
import { formatMoney } from "../shop/wording";
import type { Offer } from "./api";

type Bounded = Pick<Offer, "percent" | "amount" | "currency" | "least" | "ends">;

export function terms({ percent, amount, currency, least, ends }: Bounded, language: string, say: Say): string {
  const money = (minor: number) => formatMoney({ amount: minor, currency }, language);
  const parts = [percent ? say("offerPercent", { n: percent }) : say("offerAmount", { money: money(amount) })];
  if (least) parts.push(say("offerLeast", { money: money(least) }));
  if (ends) {
    const day = new Date(ends).toLocaleDateString(language === "zh" ? "zh-CN" : "en-US", { month: "long", day: "numeric" });
    parts.push(say("offerEnds", { day }));
  }
  return parts.join(language === "zh" ? "，" : " · ");
}
