/** What tells a product's variants apart. Pure functions. */

import type { Product } from "@omnishelf/instantsearch-client";
import { wording } from "../shop/wording";

/** A short name for each variant: the attributes in which they differ, or else the title. */
export function variantNames(variants: readonly Product[], language: string): Map<string, string> {
  const worded = variants.map((v) => [v, wording(v, language)] as const);
  const names = new Set(worded.flatMap(([, w]) => Object.keys(w.attributes)));
  const differing = [...names].filter((name) => new Set(worded.map(([, w]) => (w.attributes[name] ?? []).join("|"))).size > 1);
  return new Map(
    worded.map(([variant, w]) => [
      variant.id,
      differing
        .map((name) => (w.attributes[name] ?? []).join(", "))
        .filter(Boolean)
        .slice(0, 3)
        .join(" · ") || w.title,
    ]),
  );
}
