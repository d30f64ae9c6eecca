/** One turn: what the shopper said, and the answer with its cards, its parcels, where it is from and what may be said next. */

import { useLanguage } from "../i18n/language";
import { Icon } from "../ui/Icon";
import type { Say, Source } from "./api";
import { Parcels } from "./Parcels";
import { Products } from "./Products";
import { type Asked, askAgain, mark } from "./store";
import { asksConsent, cited, type Turn, tabled } from "./talk";

interface Props {
  turn: Turn;
  /** The newest one, answered: its offers can be taken up. */
  current: boolean;
  waiting: boolean;
  onSay: (asked: Asked) => void;
}

export function Exchange({ turn, current, waiting, onSay }: Props) {
  const { say } = useLanguage();
  const { reply } = turn;
  const language = reply?.language === "zh" ? "zh-CN" : "en";
  return (
    <>
      <li className="chat-mine">
        <span className="visually-hidden">{say("chatYou")}</span>
        {turn.photo && <Icon name="photo" />}
        {turn.voice && <Icon name="voice" />}
        <span>{turn.said || say(turn.voice ? "chatSpoken" : "chatShown")}</span>
      </li>
      <li className="chat-reply" data-intent={reply?.intent} {...(reply ? { lang: language } : {})}>
        <span className="visually-hidden">{say("chatShop")}</span>
        {turn.says.map((one, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: sentences are only ever added at the end
          <Sentence key={place} one={one} hidden={place > 0 && tabled(reply)} />
        ))}
        {waiting && (
          <p className="chat-waiting">
            <span className="visually-hidden">{say("chatThinking")}</span>
            <i aria-hidden="true" />
            <i aria-hidden="true" />
            <i aria-hidden="true" />
          </p>
        )}
        {turn.problem && (
          <p className="chat-problem" role="alert">
            {turn.problem}{" "}
            <button type="button" className="text-button" onClick={askAgain}>
              {say("retry")}
            </button>
          </p>
        )}
        {reply && <Products ids={reply.products} compare={reply.intent === "compare"} />}
        {reply && <Parcels numbers={cited(turn.says, "parcel").map((source) => source.id)} />}
        {current && reply && reply.offers.length > 0 && (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
          <div
            className={asksConsent(turn) ? "chat-consent" : "chat-offers"}
            role="group"
            aria-label={say(asksConsent(turn) ? "chatConfirm" : "chatNext")}
          >
            {asksConsent(turn) && <p>{say("chatConfirm")}</p>}
            {reply.offers.map((offer) => (
              <button key={offer} type="button" className="button small" onClick={() => onSay({ text: offer })}>
                {offer}
              </button>
            ))}
          </div>
        )}
        {reply && <Thumbs turn={turn} />}
      </li>
    </>
  );
}

/** @param hidden read out, but not shown: a table beside it shows the same. */
function Sentence({ one, hidden }: { one: Say; hidden: boolean }) {
  const { say } = useLanguage();
  // Products are shown as cards and parcels as journeys; what else tells the facts is named below them.
  const named = (kind: Source["kind"]): Source[] => cited([one], kind);
  const words = { policy: "chatFromPolicy", order: "chatFromOrder", request: "chatFromRequest" } as const;
  return (
    <div className={hidden ? "visually-hidden" : "chat-say"}>
      <p>{one.text}</p>
      {(["policy", "order", "request"] as const).flatMap((kind) =>
        named(kind).map((source) => (
          <cite key={`${kind} ${source.id}`} data-kind={kind}>
            {say(words[kind], { what: source.label || source.id })}
          </cite>
        )),
      )}
    </div>
  );
}

function Thumbs({ turn }: { turn: Turn }) {
  const { say } = useLanguage();
  const thumb = (helpful: boolean) => (
    <button
      type="button"
      className="icon-button quiet"
      aria-pressed={turn.mark === helpful}
      aria-label={say(helpful ? "chatHelpful" : "chatUnhelpful")}
      title={say(helpful ? "chatHelpful" : "chatUnhelpful")}
      onClick={() => void mark(turn.number, helpful)}
    >
      <Icon name={helpful ? "up" : "thumbDown"} />
    </button>
  );
  return (
    <p className="chat-thumbs">
      {thumb(true)}
      {thumb(false)}
      {turn.mark !== null && (
        <span className="hint" role="status">
          {say("chatThanks")}
        </span>
      )}
    </p>
  );
}
