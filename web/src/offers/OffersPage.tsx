/** For the shop's owner: what is given off prices, what is left of it, and what it brought. */

import { useCallback, useEffect, useRef, useState } from "react";
import { useLanguage } from "../i18n/language";
import { Figures } from "../owner/Figures";
import { OwnerPage } from "../owner/OwnerPage";
import { addressOfId, idIn } from "../owner/places";
import { useTell } from "../owner/useTell";
import { useShop } from "../shop/shop";
import { goTo, usePlace } from "../state/location";
import { useAnnounce } from "../ui/Announcer";
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

type Drafted = { id: string; plan: OfferPlan; isNew: boolean };

export default function OffersPage() {
  const tell = useTell();
  const announce = useAnnounce();
  const id = idIn(usePlace().path);
  const [all, setAll] = useState<OwnedOffer[] | null>(null);
  const [found, setFound] = useState<OfferResults | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [edited, setEdited] = useState<Drafted | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);

  const load = useCallback(async () => {
    setProblem(null);
    try {
      if (id === null) setAll(await fetchOffers());
      else setFound(await fetchResults(id));
    } catch (error) {
      setProblem(error);
    }
  }, [id]);
  const retry = useCallback(() => void load(), [load]);
  useEffect(() => {
    setFound(null);
    setEdited(null);
    retry();
  }, [retry]);

  const done = async (message: string) => {
    setEdited(null);
    await load();
    announce(message);
    heading.current?.focus();
  };
  const save = async (name: string, plan: OfferPlan) => {
    await putOffer(name, cleanOffer(plan));
    if (id === name) await done(tell("offerSaved", { id: name }));
    else {
      announce(tell("offerSaved", { id: name }));
      goTo(addressOfId("offers", name));
    }
  };
  const shown = found?.offer.id === id ? found : null;
  return (
    <OwnerPage
      place="offers"
      title={id ?? tell("page_offers")}
      text={id === null ? tell("offersText") : (shown?.offer.note ?? "")}
      heading={heading}
      problem={problem}
      onLoad={retry}
    >
      {edited ? (
        <OfferForm {...edited} taken={(all ?? []).map((one) => one.id)} onSave={save} onClose={() => setEdited(null)} />
      ) : id === null ? (
        all && (
          <>
            <button type="button" className="button strong" onClick={() => setEdited({ id: "", plan: emptyOffer(), isNew: true })}>
              {tell("offerNew")}
            </button>
            {all.length ? <OfferTable all={all} /> : <p>{tell("offersNone")}</p>}
          </>
        )
      ) : (
        shown && (
          <OfferResult
            found={shown}
            onEdit={() => setEdited({ id, plan: shown.offer, isNew: false })}
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
