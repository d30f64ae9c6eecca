/** For the shop's owner: what is shown, lifted, hidden or said when somebody asks for something. */

import { useCallback, useEffect, useRef, useState } from "react";
import { useLanguage } from "../i18n/language";
import { OwnerPage } from "../owner/OwnerPage";
import { useAnnounce } from "../ui/Announcer";
import { deleteRule, fetchRules, putRule } from "./api";
import { RuleForm } from "./RuleForm";
import { type Caution, cleanRule, type Rule } from "./rule";

const NEW: Rule = { id: "", when: { match: "contains", text: "" }, then: [] };

export default function RulesPage() {
  const { say } = useLanguage();
  const announce = useAnnounce();
  const [rules, setRules] = useState<Rule[] | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [edited, setEdited] = useState<Rule | null>(null);
  const [cautions, setCautions] = useState<Caution[]>([]);
  const heading = useRef<HTMLHeadingElement>(null);

  const load = useCallback(() => {
    setProblem(null);
    fetchRules().then(setRules, setProblem);
  }, []);
  useEffect(load, [load]);

  const done = (message: string, found: Caution[] = []) => {
    setEdited(null);
    setCautions(found);
    announce(message);
    load();
    heading.current?.focus();
  };
  return (
    <OwnerPage place="rules" title={say("rules")} text={say("rulesText")} heading={heading} problem={problem} onLoad={load}>
      {cautions.length > 0 && (
        <ul className="notices" aria-label={say("notice")}>
          {cautions.map((one) => (
            <li key={`${one.rule} ${one.reason}`}>
              {one.rule}: {one.reason} {one.hint}
            </li>
          ))}
        </ul>
      )}
      {edited ? (
        <RuleForm
          rule={edited}
          isNew={edited === NEW}
          taken={(rules ?? []).map((rule) => rule.id)}
          onSave={async (rule) => done(say("ruleSaved", { id: rule.id }), await putRule(cleanRule(rule)))}
          onDelete={async (rule) => {
            await deleteRule(rule.id);
            done(say("ruleDeleted", { id: rule.id }));
          }}
          onClose={() => setEdited(null)}
        />
      ) : (
        rules && (
          <>
            <button type="button" className="button strong" onClick={() => setEdited(NEW)}>
              {say("ruleNew")}
            </button>
            {rules.length ? <RuleTable rules={rules} onEdit={setEdited} /> : <p>{say("rulesNone")}</p>}
          </>
        )
      )}
    </OwnerPage>
  );
}

function RuleTable({ rules, onEdit }: { rules: Rule[]; onEdit: (rule: Rule) => void }) {
  const { say } = useLanguage();
  return (
    <table>
      <caption className="visually-hidden">{say("rules")}</caption>
      <thead>
        <tr>
          <th scope="col">{say("rule")}</th>
          <th scope="col">{say("ruleWhen")}</th>
          <th scope="col">{say("ruleThen")}</th>
        </tr>
      </thead>
      <tbody>
        {rules.map((rule) => (
          <tr key={rule.id} className={rule.enabled === false ? "resting" : ""}>
            <th scope="row">
              <button type="button" className="text-button" onClick={() => onEdit(rule)}>
                {rule.id}
              </button>
              {rule.enabled === false && <span className="badge">{say("ruleResting")}</span>}
              {rule.note && <p className="hint">{rule.note}</p>}
            </th>
            <td>
              {rule.when?.match && `${say(`match_${rule.when.match}`)} “${rule.when.text ?? ""}” `}
              {[rule.when?.language, rule.when?.category].filter(Boolean).join(" · ")}
              {!rule.when && say("match_any")}
              {(rule.when?.starts || rule.when?.ends) && (
                <p className="hint">
                  {moment(rule.when.starts)} – {moment(rule.when.ends)}
                </p>
              )}
            </td>
            <td>
              {rule.then.map((then, n) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: consequences have no other name
                <p key={n}>
                  {say(`do_${then.do}`)}{" "}
                  {[then.product, then.position, then.text, then.path, then.query].filter(Boolean).join(" · ")}
                  {[...(then.products ?? []), ...(then.words ?? []), ...(then.also ?? [])].join(", ")}
                </p>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const moment = (iso: string | undefined): string => (iso ? new Date(iso).toLocaleString() : "");
