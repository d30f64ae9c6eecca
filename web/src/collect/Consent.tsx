/** The question whether a visit may be remembered. Both answers are as easy; nothing on the page waits for one. */

import { useState, useSyncExternalStore } from "react";
import { useLanguage } from "../i18n/language";
import { goTo } from "../state/location";
import { Link } from "../ui/Link";
import { answer, onAnswer } from "./collector";
import { answered } from "./visitor";

export const useAnswered = () => useSyncExternalStore(onAnswer, answered);

export function Consent() {
  const { say } = useLanguage();
  const given = useAnswered();
  const [failed, setFailed] = useState(false);
  if (given !== null) return null;
  const choose = (yes: boolean) => {
    setFailed(false);
    answer(yes).catch(() => setFailed(true));
  };
  return (
    <section className="consent" aria-labelledby="consent-title">
      <div className="consent-words">
        <h2 id="consent-title">{say("consentTitle")}</h2>
        <p>
          {say("consentText")}{" "}
          <Link to="/taste" onGo={() => goTo("/taste")}>
            {say("consentMore")}
          </Link>
        </p>
        {failed && <p role="alert">{say("tasteFailed")}</p>}
      </div>
      <div className="consent-answers">
        <button type="button" className="button" onClick={() => choose(false)}>
          {say("consentNo")}
        </button>
        <button type="button" className="button" onClick={() => choose(true)}>
          {say("consentYes")}
        </button>
      </div>
    </section>
  );
}
