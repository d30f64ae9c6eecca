/** Whether a product can be had; says nothing where that is plain. */

import type { Product } from "@omnishelf/instantsearch-client";
import { useLanguage } from "../i18n/language";

/** At or below this many, the number left is worth saying. */
const FEW = 5;

export function Stock({ product, always = false }: { product: Product; always?: boolean }) {
  const { say } = useLanguage();
  const { availability, stock } = product;
  if (availability === "in_stock") {
    if (stock !== null && stock > 0 && stock <= FEW) return <span className="stock few">{say("lastOnes", { n: stock })}</span>;
    return always ? <span className="stock">{say("in_stock")}</span> : null;
  }
  return <span className={`stock ${availability}`}>{say(availability)}</span>;
}
