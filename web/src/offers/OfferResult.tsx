/** One offer: what it brought, what is left of its budget, its limits, and the buttons that switch it off and on. */

import { useLanguage } from "../i18n/language";
import { count } from "../owner/numbers";
import { useSteps } from "../owner/useSteps";
import { useTell } from "../owner/useTell";
import { goTo } from "../state/location";
import { useAnnounce } from "../ui/Announcer";
import { Brought } from "./Brought";
import { Learning } from "./Learning";
import { Limits } from "./Limits";
import { deleteOffer, type OfferPlan, type OfferResults, stopOffer } from "./owned";
import { Spent } from "./Spent";

interface Props {
  found: OfferResults;
  onEdit: () => void;
  onSave: (plan: OfferPlan) => Promise<void>;
  /** Looks at the figures again. */
  onLook: () => Promise<void>;
  onDone: (message: string) => Promise<void>;
}

type Step = "switchOff" | "switchOn" | "delete";

export function OfferResult({ found, onEdit, onSave, onLook, onDone }: Props) {
  const tell = useTell();
  const { language } = useLanguage();
  const announce = useAnnounce();
  const { offer, waiting } = found;
  const { id, state } = offer;

  const take: Record<Step, () => Promise<void>> = {
    switchOff: async () => {
      await stopOffer(id);
      await onDone(tell("offerStopped", { id }));
    },
    // Whoever saves an offer wants it: that it was stopped is no part of its plan.
    switchOn: () => onSave(offer),
    delete: async () => {
      await deleteOffer(id);
      announce(tell("offerDeleted", { id }));
      goTo("/offers");
    },
  };
  const [ask, question] = useSteps(take, (step) => ({
    title: tell(step === "delete" ? "deleteTitle" : `${step}Title`, { id }),
    text: tell(`offer_${step}Text`),
    action: tell(step),
  }));
  const look = async () => {
    await onLook();
    announce(tell("looked"));
  };
  return (
    <>
      <p>
        <span className={`state state-${state}`}>{tell(`state_${state}`)}</span>{" "}
        {offer.title[language] ?? offer.title.en ?? offer.title.zh}
      </p>
      <div className="owner-actions">
        {state === "stopped" ? (
          <button type="button" className="button strong" onClick={() => ask("switchOn")}>
            {tell("switchOn")}
          </button>
        ) : (
          <>
            {state !== "over" && (
              <button type="button" className="button strong" onClick={() => ask("switchOff")}>
                {tell("switchOff")}
              </button>
            )}
            <button type="button" className="button" onClick={onEdit}>
              {tell("edit")}
            </button>
          </>
        )}
        <button type="button" className="button" onClick={() => void look()}>
          {tell("lookAgain")}
        </button>
        <button type="button" className="button" onClick={() => ask("delete")}>
          {tell("delete")}
        </button>
      </div>
      <Brought found={found} />
      {waiting > 0 && <p className="hint">{tell("waitingVisitors", { n: count(waiting, language), hours: offer.hours })}</p>}
      <section aria-labelledby="purse">
        <h2 id="purse">{tell("budget")}</h2>
        <Spent purse={offer.purse} />
      </section>
      <Limits offer={offer} />
      <Learning learnt={found.learnt} />
      {question}
    </>
  );
}
