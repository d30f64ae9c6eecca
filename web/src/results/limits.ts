/** What a chip says of something understood. */

import type { Constraint, Understood } from "@omnishelf/instantsearch-client";
import { formatMoney } from "../shop/wording";

/** The shop names values in the page's language; a price in another one's words is told by its figures. */
export function limitLabel(limit: Constraint, understood: Understood, language: string): string {
  const { price } = understood;
  if (limit.kind !== "price" || !price || !understood.language || understood.language === language) return limit.label;
  const money = (amount: number) => formatMoney({ amount, currency: price.currency }, language);
  if (price.min === null) return price.max === null ? limit.label : `≤ ${money(price.max)}`;
  return price.max === null ? `≥ ${money(price.min)}` : `${money(price.min)} – ${money(price.max)}`;
}
