/** One input's share of the search. Asks again when the slider rests, not at every step. */

import { useEffect, useRef, useState } from "react";
import { useLanguage } from "../i18n/language";

const REST_MS = 300;

interface Props {
  name: string;
  /** 0..1 */
  value: number;
  automatic: boolean;
  onChange: (share: number) => void;
  onAutomatic: () => void;
}

export function Share({ name, value, automatic, onChange, onAutomatic }: Props) {
  const { say } = useLanguage();
  const [shown, setShown] = useState(Math.round(value * 100));
  const timer = useRef(0);
  useEffect(() => setShown(Math.round(value * 100)), [value]);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  return (
    <div className="share">
      <input
        type="range"
        min={0}
        max={100}
        step={5}
        value={shown}
        aria-label={name}
        aria-valuetext={say("shareOf", { percent: shown })}
        onChange={(event) => {
          const percent = event.target.valueAsNumber;
          setShown(percent);
          window.clearTimeout(timer.current);
          timer.current = window.setTimeout(() => onChange(percent / 100), REST_MS);
        }}
      />
      <output>{shown}%</output>
      {!automatic && (
        <button type="button" className="text-button" onClick={onAutomatic}>
          {say("balanceAuto")}
        </button>
      )}
    </div>
  );
}
