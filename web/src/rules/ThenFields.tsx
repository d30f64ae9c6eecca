/** The fields of one consequence. */

import { useId, useState } from "react";
import { useLanguage } from "../i18n/language";
import { listOf } from "../owner/typed";
import { Icon } from "../ui/Icon";
import { FIELDS, filtersOf, filtersText, type Then } from "./rule";

interface Props {
  then: Then;
  onChange: (then: Then) => void;
  onRemove: () => void;
}

export function ThenFields({ then, onChange, onRemove }: Props) {
  const { say } = useLanguage();
  const name = say(`do_${then.do}`);
  return (
    <fieldset className="rule-then">
      <legend>{name}</legend>
      <div className="rule-row">
        {FIELDS[then.do].map((field) => (
          <Field key={field} field={field} then={then} onChange={onChange} />
        ))}
        <button
          type="button"
          className="icon-button quiet"
          aria-label={say("ruleRemove", { what: name })}
          title={say("ruleRemove", { what: name })}
          onClick={onRemove}
        >
          <Icon name="close" />
        </button>
      </div>
    </fieldset>
  );
}

function Field({ field, then, onChange }: { field: keyof Then; then: Then; onChange: (then: Then) => void }) {
  const { say } = useLanguage();
  const label = say(`then_${field}` as "then_product");
  const value = then[field];
  if (field === "filters") return <FilterField label={label} then={then} onChange={onChange} />;
  if (field === "position" || field === "factor")
    return (
      <label>
        {label}
        <input
          type="number"
          required
          min={1}
          max={field === "factor" ? 16 : 1000}
          step={field === "factor" ? "any" : 1}
          value={String(value ?? "")}
          onChange={(event) => onChange({ ...then, [field]: Number(event.target.value) })}
        />
      </label>
    );
  if (field === "products" || field === "words" || field === "also")
    return <ListField label={label} values={then[field] ?? []} onChange={(values) => onChange({ ...then, [field]: values })} />;
  const needed = field === "product" || (field === "text" && then.do === "banner");
  return (
    <label>
      {label}
      <input
        required={needed}
        value={String(value ?? "")}
        onChange={(event) => onChange({ ...then, [field]: event.target.value })}
      />
    </label>
  );
}

/** Typed freely, read at each change: a comma being typed must not vanish. */
function ListField({ label, values, onChange }: { label: string; values: string[]; onChange: (values: string[]) => void }) {
  const [text, setText] = useState(values.join(", "));
  return (
    <label>
      {label}
      <input
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          onChange(listOf(event.target.value));
        }}
      />
    </label>
  );
}

function FilterField({ label, then, onChange }: { label: string; then: Then; onChange: (then: Then) => void }) {
  const { say } = useLanguage();
  const [text, setText] = useState(filtersText(then.filters));
  const hint = useId();
  const wrong = filtersOf(text) === null;
  return (
    <label className="rule-wide">
      {label}
      <textarea
        rows={2}
        value={text}
        aria-invalid={wrong}
        aria-describedby={hint}
        onChange={(event) => {
          setText(event.target.value);
          onChange({ ...then, filters: filtersOf(event.target.value) ?? {} });
        }}
      />
      <span id={hint} className="hint">
        {wrong ? say("ruleFilterWrong") : say("ruleFilterHint")}
      </span>
    </label>
  );
}
