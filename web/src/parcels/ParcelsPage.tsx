/** Where is my parcel? By number, by a photo of the label, or by saying the number. */

import { useCallback, useEffect, useRef, useState } from "react";
import { openChat } from "../assistant/store";
import { useLanguage } from "../i18n/language";
import { ProblemBox } from "../results/ProblemBox";
import { PhotoButton } from "../search/PhotoButton";
import { useVoice } from "../search/useVoice";
import { useShop } from "../shop/shop";
import { usePlace } from "../state/location";
import { useAnnounce } from "../ui/Announcer";
import { Icon } from "../ui/Icon";
import { fetchParcel, identify, type Parcel, type Sent } from "./api";
import { askedNumber, bareNumber } from "./number";
import { Timeline } from "./Timeline";

export default function ParcelsPage() {
  const { say, language } = useLanguage();
  const { facts } = useShop();
  const announce = useAnnounce();
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [heard, setHeard] = useState("");
  const [nothing, setNothing] = useState(false);
  const [parcels, setParcels] = useState<Parcel[]>([]);
  const [problem, setProblem] = useState<unknown>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  // What was asked last counts; an answer that comes after it is not shown.
  const asked = useRef(0);

  useEffect(() => {
    document.title = `${say("parcels")} · ${facts.name}`;
    heading.current?.focus({ preventScroll: true });
  }, [facts.name, say]);

  const run = useCallback(
    async (work: () => Promise<Parcel[]>) => {
      const mine = ++asked.current;
      setBusy(true);
      setProblem(null);
      setNothing(false);
      try {
        const found = await work();
        if (mine !== asked.current) return;
        setParcels(found);
        setNothing(found.length === 0);
        announce(found.map((one) => `${one.number}: ${one.headline}`).join(". ") || say("parcelsNothing"));
      } catch (error) {
        if (mine === asked.current) setProblem(error);
      } finally {
        if (mine === asked.current) setBusy(false);
      }
    },
    [announce, say],
  );

  const send = useCallback(
    (sent: Sent) =>
      run(async () => {
        setHeard("");
        const found = await identify(sent, language, facts.key);
        setHeard(found.transcript);
        const numbers = found.numbers.map((one) => one.number);
        const alone = sent.text ? bareNumber(sent.text) : "";
        if (numbers.length === 0 && alone) numbers.push(alone);
        return Promise.all(numbers.slice(0, 8).map((number) => fetchParcel(number, "", language, facts.key)));
      }),
    [facts.key, language, run],
  );
  // An address may name a number: a card of the results and a link in a message do.
  const place = usePlace();
  const given = useRef("");
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place is another address
  useEffect(() => {
    const number = askedNumber(location.search);
    if (!number || given.current === number) return;
    given.current = number;
    setTyped(number);
    void send({ text: number });
  }, [place, send]);
  const again = (number: string, carrier: string) =>
    run(async () => {
      const changed = await fetchParcel(number, carrier, language, facts.key);
      return parcels.map((one) => (one.number === number ? changed : one));
    });

  const longest = facts.limits["audio_seconds"] ?? 60;
  const voice = useVoice(longest, (recording) => void send({ audio: recording }));
  const recording = voice.state !== "idle";
  return (
    <section className="parcels" aria-labelledby="parcels-title">
      <h1 id="parcels-title" ref={heading} tabIndex={-1}>
        {say("parcels")}
      </h1>
      <p className="hint">
        {say("parcelsText")}{" "}
        <button type="button" className="text-button" onClick={() => openChat(say("chatTryParcel"))}>
          {say("parcelsAsk")}
        </button>
      </p>
      <form
        className="parcels-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim()) void send({ text: typed });
        }}
      >
        <label>
          <span>{say("parcelsNumber")}</span>
          <input
            value={typed}
            maxLength={500}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
        <div className="parcels-tools">
          <PhotoButton onPhoto={(photo) => void send({ image: photo })} />
          {facts.inputs.voice && (
            <button
              type="button"
              className="icon-button voice-ink"
              aria-label={say(recording ? "parcelsSpeakEnd" : "parcelsSpeak")}
              aria-pressed={recording}
              onClick={recording ? voice.finish : voice.start}
            >
              <Icon name="voice" />
            </button>
          )}
          <button type="submit" className="button primary" disabled={busy || !typed.trim()}>
            {say("parcelsTrack")}
          </button>
        </div>
      </form>
      <div aria-live="polite" className="parcels-found" aria-busy={busy}>
        {busy && <p className="hint">{say("parcelsLooking")}</p>}
        {voice.fault && <p className="hint">{say("parcelsNoVoice")}</p>}
        {heard && <p className="hint">{say("parcelsHeard", { words: heard })}</p>}
        {nothing && <p>{say("parcelsNothing")}</p>}
        {problem !== null && <ProblemBox error={problem} onRetry={() => setProblem(null)} />}
        {parcels.map((parcel) => (
          <Timeline key={parcel.number} parcel={parcel} onCarrier={(carrier) => void again(parcel.number, carrier)} />
        ))}
      </div>
    </section>
  );
}
