/** From when, until when: two moments in the browser's zone, kept as ISO 8601; "" for an open end. */

import { useLanguage } from "../i18n/language";
import { isoMoment, localMoment } from "./typed";

interface Props {
  starts: string | undefined;
  ends: string | undefined;
  onChange: (end: "starts" | "ends", iso: string) => void;
}

export function PeriodFields({ starts, ends, onChange }: Props) {
  const { say } = useLanguage();
  const moments = { starts, ends };
  return (["starts", "ends"] as const).map((end) => (
    <label key={end}>
      {say(`rule_${end}`)}
      <input
        type="datetime-local"
        value={localMoment(moments[end])}
        onChange={(event) => onChange(end, isoMoment(event.target.value))}
      />
    </label>
  ));
}
