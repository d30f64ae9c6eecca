/** For the shop's owner: what is given off prices, what is left of it, and what it brought. */

import { useLanguage } from "../i18n/language";
import { Figures } from "../owner/Figures";
import { OwnedPage } from "../owner/OwnedPage";
import { addressOfId } from "../owner/places";
import type { Shelf } from "../owner/useOwned";
import { useTell } from "../owner/useTell";
import { useShop } from "../shop/shop";
import { goTo } from "../state/location";
import { Link } from "../ui/Link";
import { OfferForm } from "./OfferForm";
import { OfferResult } from "./OfferResult";
import {
  cleanOffer,
  emptyOffer,
  fetchOffers,
  fetchResults,
  type OfferPlan,
  type OfferResults,
  type OwnedOffer,
  putOffer,
} from "./owned";
import { Spent } from "./Spent";
import { terms } from "./terms";

const OFFERS: Shelf<OwnedOffer, OfferResults, OfferPlan> = {
  place: "offers",
  all: fetchOffers,
  one: fetchResults,
  put: (id, plan) => putOffer(id, cleanOffer(plan)),
  saved: "offerSaved",
};

export default function OffersPage() {
  return (
    <OwnedPage
      shelf={OFFERS}
      words={{ text: "offersText", create: "offerNew", none: "offersNone" }}
      empty={emptyOffer}
      note={({ offer }) => offer.note}
      table={(all) => <OfferTable all={all} />}
      form={(given) => <OfferForm {...given} />}
      result={(found, { edit, load, done, save }) => (
        <OfferResult
          found={found}
          onEdit={() => edit({ id: found.offer.id, plan: found.offer, isNew: false })}
          onSave={(plan) => save(found.offer.id, plan)}
          onLook={load}
          onDone={done}
        />
      )}
    />
  );
}

function OfferTable({ all }: { all: OwnedOffer[] }) {
  const tell = useTell();
  const { say, language } = useLanguage();
  const { facts } = useShop();
  return (
    <Figures label={tell("page_offers")}>
      <thead>
        <tr>
          <th scope="col">{tell("offer")}</th>
          <th scope="col">{tell("state")}</th>
          <th scope="col">{tell("terms")}</th>
          <th scope="col">{tell("budget")}</th>
        </tr>
      </thead>
      <tbody>
        {all.map((one) => (
          <tr key={one.id}>
            <th scope="row">
              <Link to={addressOfId("offers", one.id)} onGo={() => goTo(addressOfId("offers", one.id))}>
                {one.id}
              </Link>
              <p className="hint">{one.title[language] ?? one.title.en ?? one.title.zh}</p>
            </th>
            <td>
              <span className={`state state-${one.state}`}>{tell(`state_${one.state}`)}</span>
            </td>
            <td>{terms({ ...one, currency: facts.currency }, language, say)}</td>
            <td>
              <Spent purse={one.purse} />
            </td>
          </tr>
        ))}
      </tbody>
    </Figures>
  );
}
