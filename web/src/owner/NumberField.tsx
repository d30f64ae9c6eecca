/** A number in a form: what is being typed stays as it is typed, and empty is a value of its own. */

import { useState } from "react";

interface Props {
  label: string;
  /** undefined for an empty field. */
  value: number | undefined;
  min?: number;
  max?: number;
  step?: number;
  required?: boolean;
  placeholder?: string;
  onChange: (value: number | undefined) => void;
}

export function NumberField({ label, value, min, max, step, required = false, placeholder, onChange }: Props) {
  // Ten digits are enough for a shop, and 100 * 0.07 is 7 again.
  const [text, setText] = useState(value === undefined ? "" : String(Number(value.toPrecision(10))));
  return (
    <label>
      {label}
      <input
        type="number"
        inputMode="decimal"
        required={required}
        min={min}
        max={max}
        step={step ?? "any"}
        placeholder={placeholder}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          onChange(event.target.value === "" ? undefined : Number(event.target.value));
        }}
      />
    </label>
  );
}
