/** What was asked is a parcel's number: the way to where the parcel is. */

import type { ParcelNumber } from "@omnishelf/instantsearch-client";
import { useLanguage } from "../i18n/language";
import { carriersOf, FEW_NUMBERS, parcelAddress } from "../parcels/number";
import { goTo } from "../state/location";
import { Icon } from "../ui/Icon";
import { Link } from "../ui/Link";

export function ParcelCards({ parcels }: { parcels: readonly ParcelNumber[] }) {
  const { say } = useLanguage();
  if (!parcels.length) return null;
  return (
    <ul className="parcel-cards" aria-label={say("parcels")}>
      {parcels.slice(0, FEW_NUMBERS).map((parcel) => (
        <li key={parcel.number} className="parcel-card">
          <Icon name="parcel" />
          <p>
            {say("parcelLooksLike", { carrier: carriersOf(parcel, say("parcelOr")) })} <code>{parcel.number}</code>
          </p>
          <Link className="button primary" to={parcelAddress(parcel.number)} onGo={() => goTo(parcelAddress(parcel.number))}>
            {say("parcelSee")}
          </Link>
        </li>
      ))}
    </ul>
  );
}
