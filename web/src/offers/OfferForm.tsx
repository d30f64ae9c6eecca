/** An offer's form: what it takes off what, how much of it there is, for whom, and how often it is shown. */

import { useState } from "react";
import { MoneyField } from "../owner/MoneyField";
import { NumberField } from "../owner/NumberField";
import { OwnerForm } from "../owner/OwnerForm";
import { PeriodFields } from "../owner/PeriodFields";
import { listOf } from "../owner/typed";
import { useTell } from "../owner/useTell";
import { type OfferPlan, SCOPES, WHO } from "./owned";

interface Props {
  id: string;
  plan: OfferPlan;
  isNew: boolean;
  /** Ids that other offers have. */
  taken: string[];
  onSave: (id: string, plan: OfferPlan) => Promise<void>;
  onClose: () => void;
}

export function OfferForm({ id, plan, isNew, taken, onSave, onClose }: Props) {
  const tell = useTell();
  const [draft, setDraft] = useState(plan);
  const [inPercent, setInPercent] = useState(plan.amount === 0);
  const [products, setProducts] = useState(plan.products.join(", "));

  const set = (change: Partial<OfferPlan>) => setDraft({ ...draft, ...change });
  return (
    <OwnerForm
      title={tell(isNew ? "offerNew" : "edit")}
      {...{ id, isNew, taken, onClose }}
      idLabel={tell("offerId")}
      onSave={(name) => onSave(name, inPercent ? { ...draft, amount: 0 } : { ...draft, percent: 0 })}
      beside={(["en", "zh"] as const).map((language) => (
        <label key={language} className="owner-wide">
          {tell(`title_${language}`)}
          <input
            maxLength={200}
            lang={language}
            required={!draft.title.en?.trim() && !draft.title.zh?.trim()}
            value={draft.title[language] ?? ""}
            onChange={(event) => set({ title: { ...draft.title, [language]: event.target.value } })}
          />
        </label>
      ))}
    >
      <fieldset>
        <legend>{tell("whatOff")}</legend>
        <div className="owner-row">
          <label>
            {tell("howOff")}
            <select value={inPercent ? "percent" : "amount"} onChange={(event) => setInPercent(event.target.value === "percent")}>
              <option value="percent">{tell("off_percent")}</option>
              <option value="amount">{tell("off_amount")}</option>
            </select>
          </label>
          {inPercent ? (
            <NumberField
              label={tell("percentOff")}
              value={draft.percent || undefined}
              min={1}
              max={100}
              step={1}
              required
              onChange={(value) => set({ percent: value ?? 0 })}
            />
          ) : (
            <MoneyField label={tell("amountOff")} value={draft.amount} required onChange={(amount) => set({ amount })} />
          )}
          <label>
            {tell("scope")}
            <select value={draft.scope} onChange={(event) => set({ scope: event.target.value as OfferPlan["scope"] })}>
              {SCOPES.map((scope) => (
                <option key={scope} value={scope}>
                  {tell(`scope_${scope}`)}
                </option>
              ))}
            </select>
          </label>
          {draft.scope === "category" && (
            <label className="owner-wide">
              {tell("categoryPath")}
              <input required value={draft.category} onChange={(event) => set({ category: event.target.value })} />
            </label>
          )}
          {draft.scope === "product" && (
            <label className="owner-wide">
              {tell("productCodes")}
              <input
                required
                value={products}
                onChange={(event) => {
                  setProducts(event.target.value);
                  set({ products: listOf(event.target.value) });
                }}
              />
            </label>
          )}
        </div>
      </fieldset>
      <fieldset>
        <legend>{tell("limits")}</legend>
        <div className="owner-row">
          <MoneyField label={tell("budget")} value={draft.budget} required onChange={(budget) => set({ budget })} />
          <MoneyField label={tell("least")} value={draft.least} onChange={(least) => set({ least })} />
          <MoneyField label={tell("most")} value={draft.most} onChange={(most) => set({ most })} />
          <NumberField
            label={tell("perShopper")}
            value={draft.per_shopper}
            min={0}
            step={1}
            required
            onChange={(value) => set({ per_shopper: value ?? 0 })}
          />
          <NumberField
            label={tell("showsADay")}
            value={draft.shows_a_day}
            min={0}
            step={1}
            required
            onChange={(value) => set({ shows_a_day: value ?? 0 })}
          />
        </div>
        <p className="hint">{tell("limitsHint")}</p>
      </fieldset>
      <fieldset>
        <legend>{tell("forWhom")}</legend>
        <div className="owner-row">
          <label>
            {tell("who")}
            <select value={draft.who} onChange={(event) => set({ who: event.target.value as OfferPlan["who"] })}>
              {WHO.map((who) => (
                <option key={who} value={who}>
                  {tell(`who_${who}`)}
                </option>
              ))}
            </select>
          </label>
          <PeriodFields
            starts={draft.starts ?? undefined}
            ends={draft.ends ?? undefined}
            onChange={(end, iso) => set({ [end]: iso || null })}
          />
        </div>
      </fieldset>
      <details>
        <summary>{tell("details")}</summary>
        <div className="owner-row">
          <NumberField
            label={tell("holdout")}
            value={100 * draft.holdout}
            min={0}
            max={90}
            required
            onChange={(value) => set({ holdout: (value ?? 0) / 100 })}
          />
          <NumberField
            label={tell("margin")}
            value={100 * draft.margin}
            min={0.1}
            max={100}
            required
            onChange={(value) => set({ margin: (value ?? 0) / 100 })}
          />
          <NumberField
            label={tell("hours")}
            value={draft.hours}
            min={0.01}
            max={2160}
            required
            onChange={(value) => set({ hours: value ?? 0 })}
          />
          <label className="owner-wide">
            {tell("note")}
            <input value={draft.note} maxLength={500} onChange={(event) => set({ note: event.target.value })} />
          </label>
        </div>
      </details>
      {!isNew && <p className="hint">{tell("offerMixed")}</p>}
    </OwnerForm>
  );
}
