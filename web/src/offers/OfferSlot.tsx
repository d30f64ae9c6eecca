/** The slot of an offer: apart from what was searched for, and called an offer. Where there is none there is no slot. */

import { useEffect, useId, useState } from "react";
import { useLanguage } from "../i18n/language";
import { fetchOffer, type Offer, type Wanted } from "./api";
import { terms } from "./terms";

interface Props {
  place: Wanted["place"];
  products?: string[];
  /** False while the page is not seen. */
  active?: boolean;
}

export function OfferSlot({ place, products, active = true }: Props) {
  const { say, language } = useLanguage();
  const key = JSON.stringify({ place, language, products });
  const [found, setFound] = useState<{ key: string; offer: Offer | null }>({ key: "", offer: null });
  const label = useId();
  useEffect(() => {
    if (!active) return;
    const abort = new AbortController();
    void fetchOffer(JSON.parse(key) as Wanted, abort.signal).then((offer) => abort.signal.aborted || setFound({ key, offer }));
    return () => abort.abort();
  }, [key, active]);
  const offer = found.key === key ? found.offer : null;
  if (!offer) return null;
  return (
    <aside className="offer" aria-labelledby={label} data-offer={offer.id}>
      <span className="offer-label" id={label}>
        {offer.label}
      </span>
      <p className="offer-words">
        <strong>{offer.title}</strong> <span className="offer-terms">{terms(offer, language, say)}</span>
      </p>
      <p className="offer-code">
        {say("offerCode")} <code>{offer.id}</code>
      </p>
    </aside>
  );
}
