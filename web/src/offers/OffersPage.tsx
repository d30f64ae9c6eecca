/** For the shop's owner: what is given off prices, what is left of it, and what it brought. */

import { useLanguage } from "../i18n/language";
import { Figures } from "../owner/Figures";
import { OwnerPage } from "../owner/OwnerPage";
import { addressOfId } from "../owner/places";
import { type Shelf, useOwned } from "../owner/useOwned";
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
  const tell = useTell();
  const { id, all, found, problem, draft, edit, heading, load, retry, done, save } = useOwned(OFFERS);
  return (
    <OwnerPage
      place="offers"
      title={id ?? tell("page_offers")}
      text={id === null ? tell("offersText") : (found?.offer.note ?? "")}
      heading={heading}
      problem={problem}
      onLoad={retry}
    >
      {draft ? (
        <OfferForm {...draft} taken={(all ?? []).map((one) => one.id)} onSave={save} onClose={() => edit(null)} />
      ) : id === null ? (
        all && (
          <>
            <button type="button" className="button strong" onClick={() => edit({ id: "", plan: emptyOffer(), isNew: true })}>
              {tell("offerNew")}
            </button>
            {all.length ? <OfferTable all={all} /> : <p>{tell("offersNone")}</p>}
          </>
        )
      ) : (
        found && (
          <OfferResult
            found={found}
            onEdit={() => edit({ id, plan: found.offer, isNew: false })}
            onSave={(plan) => save(id, plan)}
            onLook={load}
            onDone={done}
          />
        )
      )}
    </OwnerPage>
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
