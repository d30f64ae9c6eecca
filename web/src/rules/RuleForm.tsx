/** One rule: its condition, its consequences, and what it would change. */

import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { useLanguage } from "../i18n/language";
import { Fault, type FaultSaid } from "../owner/Fault";
import { FormActions } from "../owner/FormActions";
import { useFault } from "../owner/faults";
import { PeriodFields } from "../owner/PeriodFields";
import { PreviewBox } from "./PreviewBox";
import { ACTIONS, type Action, emptyThen, type Rule, type When } from "./rule";
import { ThenFields } from "./ThenFields";

interface Props {
  rule: Rule;
  isNew: boolean;
  /** Ids that other rules have. */
  taken: string[];
  onSave: (rule: Rule) => Promise<void>;
  onDelete: (rule: Rule) => Promise<void>;
  onClose: () => void;
}

export function RuleForm({ rule, isNew, taken, onSave, onDelete, onClose }: Props) {
  const { say } = useLanguage();
  const [draft, setDraft] = useState(rule);
  const words = useFault();
  const [fault, setFault] = useState<FaultSaid | null>(null);
  const [action, setAction] = useState<Action>("pin");
  const first = useRef<HTMLInputElement>(null);
  const name = useId();
  useEffect(() => first.current?.focus(), []);

  const when = draft.when ?? {};
  const setWhen = (change: Partial<When>) => setDraft({ ...draft, when: { ...when, ...change } });
  const attempt = async (work: Promise<void>) => {
    try {
      await work;
    } catch (error) {
      setFault(words(error));
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isNew && taken.includes(draft.id.trim())) setFault(say("ruleIdTaken"));
    else if (!draft.then.length) setFault(say("ruleNothing"));
    else void attempt(onSave(draft));
  };
  return (
    <form className="rule-form" aria-labelledby={name} onSubmit={submit}>
      <h2 id={name}>{isNew ? say("ruleNew") : draft.id}</h2>
      <div className="rule-row">
        <label>
          {say("ruleId")}
          <input
            ref={first}
            required
            maxLength={128}
            readOnly={!isNew}
            value={draft.id}
            onChange={(event) => setDraft({ ...draft, id: event.target.value })}
          />
        </label>
        <label>
          {say("ruleNote")}
          <input value={draft.note ?? ""} maxLength={500} onChange={(event) => setDraft({ ...draft, note: event.target.value })} />
        </label>
        <label className="rule-check">
          <input
            type="checkbox"
            checked={draft.enabled !== false}
            onChange={(event) => setDraft({ ...draft, enabled: event.target.checked })}
          />
          {say("ruleEnabled")}
        </label>
      </div>
      <fieldset>
        <legend>{say("ruleWhen")}</legend>
        <div className="rule-row">
          <label>
            {say("ruleMatch")}
            <select value={when.match ?? "any"} onChange={(event) => setWhen({ match: event.target.value as "any" })}>
              {(["any", "contains", "equals"] as const).map((match) => (
                <option key={match} value={match}>
                  {say(`match_${match}`)}
                </option>
              ))}
            </select>
          </label>
          {(when.match ?? "any") !== "any" && (
            <label>
              {say("ruleText")}
              <input required value={when.text ?? ""} onChange={(event) => setWhen({ text: event.target.value })} />
            </label>
          )}
          <label>
            {say("ruleLanguage")}
            <select value={when.language ?? ""} onChange={(event) => setWhen({ language: event.target.value })}>
              <option value="">{say("ruleAnyLanguage")}</option>
              <option value="en">English</option>
              <option value="zh">中文</option>
            </select>
          </label>
          <label>
            {say("category")}
            <input value={when.category ?? ""} onChange={(event) => setWhen({ category: event.target.value })} />
          </label>
          <PeriodFields starts={when.starts} ends={when.ends} onChange={(end, iso) => setWhen({ [end]: iso })} />
        </div>
      </fieldset>
      <fieldset>
        <legend>{say("ruleThen")}</legend>
        {draft.then.map((then, n) => (
          <ThenFields
            // biome-ignore lint/suspicious/noArrayIndexKey: consequences have no other name
            key={n}
            then={then}
            onChange={(next) => setDraft({ ...draft, then: draft.then.map((own, i) => (i === n ? next : own)) })}
            onRemove={() => setDraft({ ...draft, then: draft.then.filter((_, i) => i !== n) })}
          />
        ))}
        <div className="rule-row">
          <label>
            {say("ruleAdd")}
            <select value={action} onChange={(event) => setAction(event.target.value as Action)}>
              {ACTIONS.map((one) => (
                <option key={one} value={one}>
                  {say(`do_${one}`)}
                </option>
              ))}
            </select>
          </label>
          <button type="button" className="button" onClick={() => setDraft({ ...draft, then: [...draft.then, emptyThen(action)] })}>
            {say("ruleAddButton")}
          </button>
        </div>
      </fieldset>
      <Fault said={fault} />
      <FormActions save={say("ruleSave")} onClose={onClose}>
        {!isNew && (
          <button type="button" className="button" onClick={() => void attempt(onDelete(draft))}>
            {say("ruleDelete")}
          </button>
        )}
      </FormActions>
      <PreviewBox rule={draft} />
    </form>
  );
}
