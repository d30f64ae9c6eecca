/** Nothing found: what to leave out, what to try. */

import type { Answer } from "@omnishelf/instantsearch-client";
import { useLanguage } from "../i18n/language";
import { search, usePlace } from "../state/location";
import { isFiltered, NOTHING, withoutFilters } from "../state/urlstate";

export function Empty({ answer }: { answer: Answer }) {
  const { say } = useLanguage();
  const { state } = usePlace();
  const limits = answer.understood.constraints.filter((c) => c.hard);
  return (
    <div className="message">
      <h2>{say("none")}</h2>
      <p>{say("noneText")}</p>
      {answer.suggestions.length > 0 && (
        <>
          <p className="hint">{say("noneTry")}</p>
          <ul className="chips">
            {answer.suggestions.map((text) => (
              <li key={text}>
                <button
                  type="button"
                  className="limit words"
                  onClick={() => search({ ...NOTHING, query: text, like: state.like, said: null })}
                >
                  {text}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      <div className="message-actions">
        {isFiltered(state) && (
          <button type="button" className="button strong" onClick={() => search(withoutFilters(state))}>
            {say("noneFilters")}
          </button>
        )}
        {limits.map((limit) => (
          <button
            type="button"
            className="button"
            key={limit.key}
            onClick={() => search({ dropped: [...state.dropped, limit.key] })}
          >
            {say("removeLimit", { what: limit.label })}
          </button>
        ))}
        <button type="button" className="button" onClick={() => search(NOTHING, {})}>
          {say("noneAll")}
        </button>
      </div>
    </div>
  );
}
