/** A question's answer without and with the rule, side by side, with what moves. */

import { useState } from "react";
import { useLanguage } from "../i18n/language";
import { Fault, type FaultSaid } from "../owner/Fault";
import { useFault } from "../owner/faults";
import { isoMoment } from "../owner/typed";
import { useAnnounce } from "../ui/Announcer";
import { previewRule } from "./api";
import { cleanRule, type Preview, type Rule } from "./rule";

export function PreviewBox({ rule }: { rule: Rule }) {
  const { say } = useLanguage();
  const announce = useAnnounce();
  const [text, setText] = useState(rule.when?.text ?? "");
  const [at, setAt] = useState("");
  const [seen, setSeen] = useState<Preview | null>(null);
  const words = useFault();
  const [fault, setFault] = useState<FaultSaid | null>(null);

  const look = async () => {
    setFault(null);
    try {
      const found = await previewRule(cleanRule({ ...rule, id: rule.id || "preview" }), text, isoMoment(at));
      setSeen(found);
      announce(say("previewMoved", { n: found.moves.length }));
    } catch (error) {
      setSeen(null);
      setFault(words(error));
    }
  };
  return (
    <fieldset className="rule-preview">
      <legend>{say("preview")}</legend>
      <div className="rule-row">
        <label>
          {say("previewText")}
          <input value={text} onChange={(event) => setText(event.target.value)} />
        </label>
        <label>
          {say("previewAt")}
          <input type="datetime-local" value={at} onChange={(event) => setAt(event.target.value)} />
        </label>
        <button type="button" className="button" onClick={() => void look()}>
          {say("previewLook")}
        </button>
      </div>
      <Fault said={fault} />
      {seen && (
        <>
          <p>{say("previewMoved", { n: seen.moves.length })}</p>
          <div className="rule-sides">
            <Side title={say("previewBefore")} seen={seen} side="before" />
            <Side title={say("previewAfter")} seen={seen} side="after" />
          </div>
        </>
      )}
    </fieldset>
  );
}

function Side({ title, seen, side }: { title: string; seen: Preview; side: "before" | "after" }) {
  const { say } = useLanguage();
  const answer = seen[side];
  const moves = new Map(seen.moves.map((move) => [move.id, move]));
  const movedText = (id: string): string => {
    const move = moves.get(id);
    if (!move || side === "before") return "";
    return move.before === null ? say("previewNew") : say("previewFrom", { n: move.before });
  };
  return (
    <section aria-label={title}>
      <h3>
        {title} · {say("count", { n: answer.total })}
      </h3>
      {answer.redirect && <p>→ {answer.redirect}</p>}
      {answer.banners?.map((banner) => (
        <p key={banner.text} className="banner">
          {banner.text}
        </p>
      ))}
      <ol>
        {answer.hits.map((hit) => (
          <li key={hit.id} className={moves.has(hit.id) ? "moved" : ""}>
            {hit.product.title} <span className="hint">{hit.id}</span> {movedText(hit.id)}
          </li>
        ))}
      </ol>
    </section>
  );
}
