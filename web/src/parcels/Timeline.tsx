/** One parcel: what is the matter in a sentence, what to do, and what happened, newest first. */

import { useLanguage } from "../i18n/language";
import type { Parcel } from "./api";
import { spokenTime } from "./number";

export function Timeline({ parcel, onCarrier }: { parcel: Parcel; onCarrier: (carrier: string) => void }) {
  const { say, language } = useLanguage();
  const state = parcel.trust === "unknown" ? "unknown" : (parcel.status ?? "unknown");
  return (
    <article className="parcel" data-status={state} aria-label={`${parcel.carrier_name} ${parcel.number}`}>
      <p className="parcel-number">
        <span>{parcel.carrier_name}</span> <code>{parcel.number}</code>
      </p>
      <h2>{parcel.headline}</h2>
      {parcel.expected_words && <p className="parcel-expected">{parcel.expected_words}</p>}
      {parcel.detail && <p className="parcel-detail">{parcel.detail}</p>}
      {parcel.carriers.length > 1 && (
        <p className="parcel-others">
          {say("parcelsOther")}{" "}
          {parcel.carriers.slice(1).map((one) => (
            <button key={one.carrier} type="button" className="text-button" onClick={() => onCarrier(one.carrier)}>
              {one.name}
            </button>
          ))}
        </p>
      )}
      <ol className="parcel-steps">
        {parcel.timeline.map((step) => (
          <li key={`${step.at} ${step.status} ${step.text}`} data-status={step.status}>
            <time dateTime={step.at}>{spokenTime(step.at, language)}</time>
            <span>
              {step.text}
              {step.place && <span className="parcel-place"> {step.place}</span>}
            </span>
          </li>
        ))}
      </ol>
      {parcel.simulated && <p className="hint">{say("parcelsSimulated")}</p>}
      {parcel.page && !parcel.simulated && (
        <a href={parcel.page} rel="noreferrer" target="_blank">
          {say("parcelsPage", { carrier: parcel.carrier_name })}
        </a>
      )}
    </article>
  );
}
