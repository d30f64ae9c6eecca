/** Journeys of the parcels that an answer speaks of. */

import { useCallback, useEffect, useState } from "react";
import { useLanguage } from "../i18n/language";
import { fetchParcel, type Parcel } from "../parcels/api";
import { Timeline } from "../parcels/Timeline";
import { useShop } from "../shop/shop";

const MOST = 3;

export function Parcels({ numbers }: { numbers: readonly string[] }) {
  return numbers.slice(0, MOST).map((number) => <Journey key={number} number={number} />);
}

function Journey({ number }: { number: string }) {
  const { language } = useLanguage();
  const { facts } = useShop();
  const [parcel, setParcel] = useState<Parcel | null>(null);
  const look = useCallback(
    (carrier: string) => fetchParcel(number, carrier, language, facts.key).then(setParcel, () => undefined),
    [facts.key, language, number],
  );
  useEffect(() => void look(""), [look]);
  // The sentence above says what is the matter; without the journey nothing is missing but its steps.
  return parcel ? <Timeline parcel={parcel} onCarrier={(carrier) => void look(carrier)} /> : null;
}
