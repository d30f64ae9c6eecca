/** Nothing found: other spellings, what to leave out, kinds of things near to it. */

import type { Answer, Recovery } from "@omnishelf/instantsearch-client";
import { useLanguage } from "../i18n/language";
import { bareNumber, ordersIn, parcelAddress } from "../parcels/number";
import { goTo, search, usePlace } from "../state/location";
import { isFiltered, NOTHING, withoutFilters } from "../state/urlstate";
import { Link } from "../ui/Link";

export function Empty({ answer }: { answer: Answer }) {
  const { say } = useLanguage();
  const { state } = usePlace();
  const ways = (kind: Recovery["kind"]) => answer.recovery.filter((way) => way.kind === kind);
  const counted = new Map(ways("relax").map((way) => [way.dropped, way.total]));
  const number = bareNumber(state.query);
  const limits = answer.understood.constraints.filter((c) => c.hard);
  return (
    <div className="message">
      <h2>{say("none")}</h2>
      <p>{say("noneText")}</p>
      {number && !answer.parcels?.length && ordersIn(answer.notices).length === 0 && (
        <p>
          <Link to={parcelAddress(number)} onGo={() => goTo(parcelAddress(number))}>
            {say("parcelPerhaps")}
          </Link>
        </p>
      )}
      <Questions title={say("noneTry")} ways={ways("correct")} />
      <div className="message-actions">
        {isFiltered(state) && (
          <button type="button" className="button strong" onClick={() => search(withoutFilters(state))}>
            {say("noneFilters")}
          </button>
        )}
        {limits.map((limit) => {
          const count = counted.get(limit.key);
          return (
            <button
              type="button"
              className={count ? "button strong" : "button"}
              key={limit.key}
              onClick={() => search({ dropped: [...state.dropped, limit.key] })}
            >
              {count ? say("removeLimitFinds", { what: limit.label, count }) : say("removeLimit", { what: limit.label })}
            </button>
          );
        })}
        <button type="button" className="button" onClick={() => search(NOTHING, {})}>
          {say("noneAll")}
        </button>
      </div>
      <Questions title={say("noneRelated")} ways={ways("related")} />
    </div>
  );
}

function Questions({ title, ways }: { title: string; ways: Recovery[] }) {
  const { state } = usePlace();
  if (!ways.length) return null;
  return (
    <>
      <p className="hint">{title}</p>
      <ul className="chips">
        {ways.map((way) => (
          <li key={way.text}>
            <button
              type="button"
              className="limit words"
              onClick={() => search({ ...NOTHING, query: way.text, like: state.like, said: null })}
            >
              {way.label}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
