/** An amount in a form, typed in the currency's own units ("49.90") and kept in minor ones. */

import { useId, useState } from "react";
import { useShop } from "../shop/shop";
import { parseMoney, plainMoney } from "../shop/wording";
import { useTell } from "./useTell";

interface Props {
  label: string;
  /** Minor units; an empty field is 0. */
  value: number;
  required?: boolean;
  hint?: string;
  onChange: (minor: number) => void;
}

export function MoneyField({ label, value, required = false, hint, onChange }: Props) {
  const tell = useTell();
  const { facts } = useShop();
  const [text, setText] = useState(value ? plainMoney(value, facts.currency) : "");
  const help = useId();
  const wrong = text.trim() !== "" && parseMoney(text, facts.currency) === null;
  const shown = wrong ? tell("moneyWrong") : hint;
  return (
    <label>
      {`${label} (${facts.currency})`}
      <input
        inputMode="decimal"
        required={required}
        value={text}
        aria-invalid={wrong}
        {...(shown && { "aria-describedby": help })}
        ref={(field) => field?.setCustomValidity(wrong ? tell("moneyWrong") : "")}
        onChange={(event) => {
          setText(event.target.value);
          onChange(parseMoney(event.target.value, facts.currency) ?? 0);
        }}
      />
      {shown && (
        <span id={help} className="hint">
          {shown}
        </span>
      )}
    </label>
  );
}
