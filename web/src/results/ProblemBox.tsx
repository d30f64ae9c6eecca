/** Says what went wrong and offers to try again; does so by itself when the connection is back. */

import { useEffect, useState } from "react";
import { useLanguage } from "../i18n/language";
import { type ProblemWords, problemWords } from "./problem";

interface Props {
  error: unknown;
  onRetry: () => void;
  /** Words of a page's own in place of those that every page has. */
  words?: (error: unknown) => ProblemWords;
}

export function ProblemBox({ error, onRetry, words }: Props) {
  const { say } = useLanguage();
  const [offline, setOffline] = useState(!navigator.onLine);
  useEffect(() => {
    const away = () => setOffline(true);
    const back = () => {
      setOffline(false);
      onRetry();
    };
    window.addEventListener("offline", away);
    window.addEventListener("online", back);
    return () => {
      window.removeEventListener("offline", away);
      window.removeEventListener("online", back);
    };
  }, [onRetry]);
  const { what, detail } = offline ? { what: say("problemOffline"), detail: "" } : words ? words(error) : problemWords(error, say);
  return (
    <div className="message problem" role="alert">
      <h2>{say("problem")}</h2>
      <p>{what}</p>
      {detail && <p className="hint">{detail}</p>}
      <button type="button" className="button strong" onClick={onRetry}>
        {say("retry")}
      </button>
    </div>
  );
}
