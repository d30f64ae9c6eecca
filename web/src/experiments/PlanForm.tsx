/** A plan for an experiment: two or more ways of answering, who takes part, and what decides. */

import { useState } from "react";
import { NumberField } from "../owner/NumberField";
import { OwnerForm } from "../owner/OwnerForm";
import { useTell } from "../owner/useTell";
import { ArmFields } from "./ArmFields";
import { cleanPlan, METRICS, type Metric, type Plan, withKind } from "./experiment";

interface Props {
  id: string;
  plan: Plan;
  isNew: boolean;
  /** Ids that other experiments have. */
  taken: string[];
  onSave: (id: string, plan: Plan) => Promise<void>;
  onClose: () => void;
}

const MOST_ARMS = 10;

export function PlanForm({ id, plan, isNew, taken, onSave, onClose }: Props) {
  const tell = useTell();
  const [draft, setDraft] = useState(plan);

  const dealt = draft.kind === "interleaving";
  return (
    <OwnerForm
      title={tell(isNew ? "experimentNew" : "edit")}
      {...{ id, isNew, taken, onClose }}
      idLabel={tell("id")}
      onSave={(name) => onSave(name, cleanPlan(draft))}
      beside={
        <label className="owner-wide">
          {tell("note")}
          <input value={draft.note} maxLength={500} onChange={(event) => setDraft({ ...draft, note: event.target.value })} />
        </label>
      }
    >
      <div className="owner-row">
        <label>
          {tell("kind")}
          <select value={draft.kind} onChange={(event) => setDraft(withKind(draft, event.target.value as Plan["kind"]))}>
            {(["ab", "interleaving"] as const).map((kind) => (
              <option key={kind} value={kind}>
                {tell(`kind_${kind}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {tell("unit")}
          <select value={draft.unit} onChange={(event) => setDraft({ ...draft, unit: event.target.value as Plan["unit"] })}>
            {(["session", "shopper"] as const).map((unit) => (
              <option key={unit} value={unit}>
                {tell(`unit_${unit}`)}
              </option>
            ))}
          </select>
        </label>
        {!dealt && (
          <label>
            {tell("decides")}
            <select value={draft.metric} onChange={(event) => setDraft({ ...draft, metric: event.target.value as Metric })}>
              {METRICS.map((metric) => (
                <option key={metric} value={metric}>
                  {tell(`metric_${metric}`)}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      {draft.arms.map((arm, n) => (
        <ArmFields
          // biome-ignore lint/suspicious/noArrayIndexKey: arms have no other name while they are typed
          key={n}
          arm={arm}
          number={n + 1}
          onChange={(next) => setDraft({ ...draft, arms: draft.arms.map((own, i) => (i === n ? next : own)) })}
          {...(draft.arms.length > 2 && {
            onRemove: () => setDraft({ ...draft, arms: draft.arms.filter((_, i) => i !== n) }),
          })}
        />
      ))}
      {!dealt && draft.arms.length < MOST_ARMS && (
        <button
          type="button"
          className="button small"
          onClick={() => setDraft({ ...draft, arms: [...draft.arms, { name: "", share: 1 }] })}
        >
          {tell("armAdd")}
        </button>
      )}
      <details>
        <summary>{tell("details")}</summary>
        <div className="owner-row">
          <NumberField
            label={tell("takePart")}
            value={100 * draft.share}
            min={0.1}
            max={100}
            onChange={(value) => setDraft({ ...draft, share: (value ?? 100) / 100 })}
          />
          <NumberField
            label={tell("hours")}
            value={draft.hours}
            min={0.01}
            max={2160}
            onChange={(value) => setDraft({ ...draft, hours: value ?? 1 })}
          />
          <NumberField
            label={tell("planned")}
            value={draft.planned}
            min={1}
            step={1}
            onChange={(value) => setDraft({ ...draft, planned: value ?? 10_000 })}
          />
          <NumberField
            label={tell("alpha")}
            value={draft.alpha}
            min={0.0001}
            max={0.49}
            onChange={(value) => setDraft({ ...draft, alpha: value ?? 0.05 })}
          />
        </div>
      </details>
    </OwnerForm>
  );
}
