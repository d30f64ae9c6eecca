/** A product as schema.org JSON-LD, for search engines and assistants that read pages. */

import type { Product } from "@omnishelf/instantsearch-client";
import { minorDigits, type Worded } from "../shop/wording";

const AVAILABILITY = {
  in_stock: "InStock",
  out_of_stock: "OutOfStock",
  preorder: "PreOrder",
  backorder: "BackOrder",
} as const;

export function jsonLd(product: Product, worded: Worded, page: string): Record<string, unknown> {
  const pays = product.sale_price ?? product.price;
  const digits = pays ? minorDigits(pays.currency) : 0;
  const gtin = product.gtin ? { [`gtin${product.gtin.length}`]: product.gtin } : {};
  return {
    "@context": "https://schema.org",
    "@type": "Product",
    name: worded.title,
    description: worded.description,
    sku: product.id,
    ...gtin,
    ...(product.brand ? { brand: { "@type": "Brand", name: product.brand } } : {}),
    ...(worded.category.length ? { category: worded.category.join(" > ") } : {}),
    ...(worded.attributes["color"] ? { color: worded.attributes["color"].join(", ") } : {}),
    ...(worded.attributes["material"] ? { material: worded.attributes["material"].join(", ") } : {}),
    image: product.images.map((image) => new URL(image, page).href),
    ...(pays
      ? {
          offers: {
            "@type": "Offer",
            price: (pays.amount / 10 ** digits).toFixed(digits),
            priceCurrency: pays.currency,
            availability: `https://schema.org/${AVAILABILITY[product.availability]}`,
            url: product.link || page,
          },
        }
      : {}),
    ...(product.rating !== null && product.rating_count > 0
      ? { aggregateRating: { "@type": "AggregateRating", ratingValue: product.rating, ratingCount: product.rating_count } }
      : {}),
  };
}

/** JSON that can stand inside a script element: "<" could end it. */
export const scriptText = (value: unknown): string => JSON.stringify(value).replace(/</g, "\\u003c");
