/** How the search was read: a chip for every input, with its confidence and share, and one for every limit found in it. */

import type { Constraint } from "@omnishelf/instantsearch-client";
import { type CSSProperties, useEffect } from "react";
import { useLanguage } from "../i18n/language";
import { PhotoThumb } from "../search/PhotoThumb";
import { usePhotoUrl } from "../search/usePhotoUrl";
import { useProgress } from "../shop/shop";
import { note, search, usePlace } from "../state/location";
import { Icon } from "../ui/Icon";
import { type GivenInput, givenInputs, reweighed, sureness, withoutInput } from "./inputs";
import { limitLabel } from "./limits";
import { Share } from "./Share";
import { Transcript } from "./Transcript";
import { useAnswer } from "./useAnswer";

export const INPUT_WORD = { words: "words", photo: "picture", voice: "voice" } as const;

export function Understood() {
  const { say, language } = useLanguage();
  const place = usePlace();
  const progress = useProgress();
  const settled = useAnswer().answer;
  const answer = progress.answer ?? settled;
  const inputs = givenInputs(place, answer, progress);
  const weighed = inputs.filter((i) => i.reading);
  const constraints = answer?.understood.constraints ?? [];
  const told = (limit: Constraint) => (answer ? limitLabel(limit, answer.understood, language) : limit.label);
  const { unwanted, dropped, said } = place.state;

  const heard = progress.answer?.understood.transcript;
  const listened = progress.answer?.complete !== false;
  useEffect(() => {
    // Once heard, the words are part of the address: a reload or a shared link needs no recording.
    if (heard && listened && said === null && place.memo.recording) note({ said: heard });
  }, [heard, listened, said, place.memo.recording]);

  if (!inputs.length && !constraints.length && !unwanted.length) return null;
  return (
    <section className="understood" aria-label={say("understood")}>
      {weighed.length > 1 && (
        <div className="balance" aria-hidden="true">
          {weighed.map((i) => (
            <i key={i.modality} className={i.modality} style={{ flexGrow: i.reading?.weight ?? 0 }} />
          ))}
        </div>
      )}
      <ul className="chips">
        {inputs.map((input) => (
          <InputChip key={input.modality} input={input} all={weighed} />
        ))}
      </ul>
      {(constraints.length > 0 || unwanted.length > 0 || dropped.length > 0) && (
        <ul className="chips limits">
          {constraints.map((limit) => (
            <li key={limit.key}>
              <button
                type="button"
                className={`limit ${limit.source} ${limit.hard ? "" : "soft"}`}
                onClick={() => search({ dropped: [...dropped, limit.key] })}
              >
                <span className="visually-hidden">{say("removeLimit", { what: "" })}</span>
                {limit.kind === "unwanted" ? say("limitNot", { what: limit.label }) : told(limit)}
                {!limit.hard && <small>{say("onlyPrefer")}</small>}
                <Icon name="close" />
              </button>
            </li>
          ))}
          {unwanted.map((thing) => (
            <li key={`not ${thing}`}>
              <button
                type="button"
                className="limit words"
                onClick={() => search({ unwanted: unwanted.filter((u) => u !== thing) })}
              >
                <span className="visually-hidden">{say("removeLimit", { what: "" })}</span>
                {say("limitNot", { what: thing })}
                <Icon name="close" />
              </button>
            </li>
          ))}
          {dropped.length > 0 && (
            <li>
              <button type="button" className="text-button" onClick={() => search({ dropped: [] })}>
                {say("removedLimits")}
              </button>
            </li>
          )}
        </ul>
      )}
    </section>
  );
}

function InputChip({ input, all }: { input: GivenInput; all: GivenInput[] }) {
  const { say } = useLanguage();
  const place = usePlace();
  const photoUrl = usePhotoUrl();
  const { modality, reading, pending } = input;
  const name = say(INPUT_WORD[modality]);
  const weights = place.state.weights;
  const drop = () => {
    const { photo, crop, recording } = place.memo;
    const memo =
      modality === "photo"
        ? { ...(recording ? { recording } : {}) }
        : modality === "voice"
          ? { ...(photo ? { photo } : {}), ...(crop ? { crop } : {}) }
          : place.memo;
    search(withoutInput(modality), memo);
  };
  return (
    <li className={`chip ${modality} ${pending ? "pending" : ""}`} style={{ "--share": reading?.weight ?? 0 } as CSSProperties}>
      {modality === "photo" && photoUrl ? <PhotoThumb url={photoUrl} crop={place.memo.crop} /> : <Icon name={modality} />}
      <div className="chip-body">
        <p className="chip-head">
          <span className="chip-name">{name}</span>
          {reading && (
            <span className="chip-sure">
              <span>{say(sureness(reading.confidence))} </span>
              {Math.round(reading.confidence * 100)}%
            </span>
          )}
        </p>
        <ChipText input={input} />
      </div>
      {all.length > 1 && reading && (
        <Share
          name={say("share", { input: name })}
          value={weights[modality] === undefined ? reading.weight : shareOf(weights, modality)}
          automatic={weights[modality] === undefined}
          onChange={(share) => search({ weights: reweighed(all, modality, share) })}
          onAutomatic={() => search({ weights: {} })}
        />
      )}
      <button type="button" className="icon-button quiet" aria-label={say("dropInput", { input: name })} onClick={drop}>
        <Icon name="close" />
      </button>
    </li>
  );
}

function shareOf(weights: Partial<Record<string, number>>, modality: string): number {
  const sum = Object.values(weights).reduce<number>((total, w) => total + (w ?? 0), 0);
  return sum > 0 ? (weights[modality] ?? 0) / sum : 0;
}

function ChipText({ input }: { input: GivenInput }) {
  const { say } = useLanguage();
  const { state } = usePlace();
  const { modality, reading, pending } = input;
  if (pending) return <span className="chip-text working">{say(modality === "photo" ? "looking" : "listening")}</span>;
  if (modality === "voice") return <Transcript text={state.said ?? reading?.text ?? ""} />;
  if (modality === "words") return <span className="chip-text">{reading?.text || state.query}</span>;
  const seen = reading?.text || reading?.guesses[0]?.label || "";
  return <span className="chip-text">{seen ? `${say("pictured")} ${seen}` : state.like ? say("likeProduct") : "…"}</span>;
}
