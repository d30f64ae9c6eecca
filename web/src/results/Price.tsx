/** A product's price, and the one before when it is reduced. */

import type { Product } from "@omnishelf/instantsearch-client";
import { useLanguage } from "../i18n/language";
import { formatMoney } from "../shop/wording";

export function Price({ product }: { product: Product }) {
  const { language, say } = useLanguage();
  const pays = product.sale_price ?? product.price;
  if (!pays) return <span className="price none">{say("priceNone")}</span>;
  const reduced = product.sale_price && product.price && product.price.amount > product.sale_price.amount;
  return (
    <span className="price">
      <span className={reduced ? "reduced" : ""}>{formatMoney(pays, language)}</span>
      {reduced && product.price && (
        <s>
          <span className="visually-hidden">{say("was", { price: "" })}</span>
          {formatMoney(product.price, language)}
        </s>
      )}
    </span>
  );
}
