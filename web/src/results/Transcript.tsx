/** What was heard, editable in place: a correction takes the recording's place and is searched with. */

import { type FormEvent, useEffect, useRef, useState } from "react";
import { useLanguage } from "../i18n/language";
import { currentPlace, search } from "../state/location";

export function Transcript({ text }: { text: string }) {
  const { say } = useLanguage();
  const [draft, setDraft] = useState(text);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => setDraft(text), [text]);
  const correct = (event?: FormEvent) => {
    event?.preventDefault();
    const said = draft.trim();
    if (!said || said === text) return setDraft(text);
    const { recording: _heardWrong, ...memo } = currentPlace().memo;
    search({ said, dropped: [] }, memo);
  };
  return (
    <form className="transcript" onSubmit={correct}>
      <input
        ref={input}
        value={draft}
        placeholder={say("heardNothing")}
        aria-label={say("heardEdit")}
        title={say("heardEdit")}
        size={Math.max(8, Math.ceil([...draft].reduce((width, c) => width + (/[\u2e80-\uffff]/.test(c) ? 1.9 : 1), 0)))}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && setDraft(text)}
        onBlur={() => correct()}
      />
    </form>
  );
}
