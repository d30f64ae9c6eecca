/** A product in the reader's language: words, prices, pictures. Pure functions. */

import type { Money, Product } from "@omnishelf/instantsearch-client";

export interface Worded {
  title: string;
  description: string;
  category: string[];
  attributes: Record<string, string[]>;
  /** BCP 47 tag of the title, for the `lang` attribute; "" when unknown. */
  language: string;
}

export function wording(product: Product, language: string): Worded {
  const own = product.language === language ? undefined : product.translations[language];
  return {
    title: own?.title || product.title,
    description: own?.description || product.description,
    category: own?.category?.length ? own.category : product.category,
    attributes: { ...product.attributes, ...own?.attributes },
    language: own?.title ? language : product.language,
  };
}

/** Digits after the point: 2 for USD and CNY, 0 for JPY, 3 for KWD. */
export function minorDigits(currency: string): number {
  return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

export function formatMoney({ amount, currency }: Money, language: string): string {
  const locale = language === "zh" ? "zh-CN" : "en-US";
  try {
    const digits = minorDigits(currency);
    const whole = amount % 10 ** digits === 0;
    return new Intl.NumberFormat(locale, {
      style: "currency",
      currency,
      currencyDisplay: "narrowSymbol",
      minimumFractionDigits: whole ? 0 : digits,
    }).format(amount / 10 ** digits);
  } catch {
    // Not an ISO 4217 code: the figure and the code as they are.
    return `${(amount / 100).toFixed(2)} ${currency}`;
  }
}

/** What a shopper types ("49.90") in minor units; null when it is not a price. */
export function parseMoney(text: string, currency: string): number | null {
  const plain = text.trim().replace(",", ".");
  if (!/^\d{1,12}(\.\d+)?$/.test(plain)) return null;
  return Math.round(Number(plain) * 10 ** minorDigits(currency));
}

/** Minor units as a shopper types them: 4990 -> "49.9". */
export const plainMoney = (amount: number, currency: string): string => String(amount / 10 ** minorDigits(currency));

/** Widths that the shop makes of its pictures, in pixels; the browser chooses. */
const WIDTHS = [160, 320, 640] as const;
/** The longer side of a picture as it is stored. */
const STORED = 800;

export const sized = (image: string, width: (typeof WIDTHS)[number]): string =>
  image.startsWith("/media/") ? `${image}${image.includes("?") ? "&" : "?"}width=${width}` : image;

export const sourceSet = (image: string): string | undefined =>
  image.startsWith("/media/") ? [...WIDTHS.map((w) => `${sized(image, w)} ${w}w`), `${image} ${STORED}w`].join(", ") : undefined;
