/** Two or three products side by side: what differs first, what is alike last. */

import type { Product } from "@omnishelf/instantsearch-client";
import { fieldName, type Say } from "../i18n/language";
import { formatMoney, wording } from "../shop/wording";

export interface Row {
  name: string;
  /** One a product; "" where the shop states none. */
  values: string[];
  alike: boolean;
}

/** Most attributes that are told. */
const MOST = 8;

export function compared(products: readonly Product[], language: string, say: Say): Row[] {
  const worded = products.map((product) => wording(product, language));
  const between = language === "zh" ? "、" : ", ";
  const row = (name: string, values: string[]): Row => ({ name, values, alike: new Set(values).size === 1 });
  const paid = products.map((p) => p.sale_price ?? p.price);
  const rows = [
    row(
      say("price"),
      paid.map((price) => (price ? formatMoney(price, language) : "")),
    ),
    row(
      say("chatRating"),
      products.map((p) => (p.rating === null ? "" : p.rating.toFixed(1))),
    ),
    row(
      say("brand"),
      products.map((p) => p.brand),
    ),
  ];
  const names = [...new Set(worded.flatMap((one) => Object.keys(one.attributes)))];
  const attributes = names.map((name) =>
    row(
      fieldName(name, say),
      worded.map((one) => (one.attributes[name] ?? []).join(between)),
    ),
  );
  const stated = [...rows, ...attributes].filter((one) => one.values.some(Boolean));
  return [...stated.filter((one) => !one.alike), ...stated.filter((one) => one.alike)].slice(0, MOST);
}
