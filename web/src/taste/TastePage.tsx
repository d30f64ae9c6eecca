/** What the shop believes of its visitor, and the visitor's last word on it. */

import { useCallback, useEffect, useRef, useState } from "react";
import { useAnswered } from "../collect/Consent";
import { answer, type Belief, download, erase, type Profile, profile, type Steering, steer } from "../collect/collector";
import { controlled } from "../collect/visitor";
import { useLanguage } from "../i18n/language";
import { useShop } from "../shop/shop";
import { backToResults } from "../state/location";
import { Icon } from "../ui/Icon";

type Stance = Belief["stance"];
const STANCES = ["like", "less", "mute", "never"] as const;
const STANCE_WORD = { like: "tasteLike", less: "tasteLess", mute: "tasteMute", never: "tasteNever" } as const;

export default function TastePage() {
  const { say, language } = useLanguage();
  const { client, facts } = useShop();
  const given = useAnswered();
  const [shown, setShown] = useState<Profile | null>(null);
  const [failed, setFailed] = useState(false);
  const [told, setTold] = useState("");
  const [sure, setSure] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);

  const attempt = useCallback(async (work: () => Promise<void>) => {
    setFailed(false);
    try {
      await work();
    } catch {
      setFailed(true);
    }
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another answer is another profile
  useEffect(() => {
    void attempt(async () => setShown(await profile(language)));
  }, [attempt, language, given]);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    document.title = `${say("taste")} · ${facts.name}`;
  }, [say, facts.name]);

  const wishes = (shown?.beliefs ?? []).filter((b) => b.stance).map(({ field, value, stance }) => ({ field, value, stance }));
  const put = (change: Partial<Steering>) =>
    attempt(async () => {
      setShown(await steer({ on: shown?.on ?? true, wishes, ...change }, language));
      client.clearCache();
      setTold(say("tasteSaved"));
    });
  const wish = (belief: Belief, stance: Stance) => {
    const others = wishes.filter((w) => w.field !== belief.field || w.value !== belief.value);
    void put({ wishes: stance ? [...others, { field: belief.field, value: belief.value, stance }] : others });
  };
  const save = () =>
    attempt(async () => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await download());
      link.download = "my-data.json";
      link.click();
      URL.revokeObjectURL(link.href);
    });
  const goodbye = () =>
    attempt(async () => {
      await erase();
      client.clearCache();
      setSure(false);
      setShown(await profile(language));
      setTold(say("tasteErased"));
    });

  return (
    <div className="taste-page">
      <button type="button" className="text-button back" onClick={backToResults}>
        <Icon name="back" /> {say("back")}
      </button>
      <h1 ref={heading} tabIndex={-1}>
        {say("taste")}
      </h1>
      <p className="taste-summary">{shown?.summary || (shown ? say("tasteNothing") : say("whyLoading"))}</p>
      <p className="visually-hidden" role="status">
        {told}
      </p>
      {failed && <p role="alert">{say("tasteFailed")}</p>}

      <section aria-labelledby="taste-kept">
        <h2 id="taste-kept">{say("tasteKeptTitle")}</h2>
        <p>{say(given === "yes" ? "tasteKept" : "tasteVisit", { n: shown?.events ?? 0 })}</p>
        {controlled() ? (
          <p>{say("tasteControlled")}</p>
        ) : (
          <button type="button" className="button small" onClick={() => void attempt(() => answer(given !== "yes"))}>
            {say(given === "yes" ? "tasteStop" : "tasteAgree")}
          </button>
        )}
      </section>

      {shown && (
        <section aria-labelledby="taste-beliefs">
          <h2 id="taste-beliefs">{say("tasteBeliefs")}</h2>
          <label className="taste-switch">
            <input type="checkbox" checked={shown.on} onChange={(event) => void put({ on: event.target.checked })} />{" "}
            {say("tasteOn")}
          </label>
          {shown.beliefs.length > 0 && (
            <ul className="beliefs">
              {shown.beliefs.map((belief) => (
                <li key={`${belief.field} ${belief.value}`} className={belief.stance === "mute" ? "muted" : ""}>
                  <div className="belief-words">
                    <strong>{belief.label}</strong>
                    <span className="hint">
                      {belief.why ||
                        (belief.products
                          ? say(belief.products === 1 ? "tasteFromOne" : "tasteFrom", { n: belief.products })
                          : say("tasteSaid"))}
                    </span>
                  </div>
                  <span className="belief-bar" aria-hidden="true">
                    <i
                      className={belief.strength < 0 ? "less" : ""}
                      style={{ width: `${Math.min(50, Math.abs(belief.strength) * 50)}%` }}
                    />
                  </span>
                  <select
                    aria-label={say("tasteAbout", { what: belief.label })}
                    value={belief.stance ?? ""}
                    onChange={(event) => wish(belief, (event.target.value || null) as Stance)}
                  >
                    <option value="">{say("tasteGuessed")}</option>
                    {STANCES.map((stance) => (
                      <option key={stance} value={stance}>
                        {say(STANCE_WORD[stance])}
                      </option>
                    ))}
                  </select>
                </li>
              ))}
            </ul>
          )}
          <button type="button" className="button small" onClick={() => void put({ wishes: [], fresh_start: true })}>
            {say("tasteFresh")}
          </button>
        </section>
      )}

      <section aria-labelledby="taste-data">
        <h2 id="taste-data">{say("tasteData")}</h2>
        <div className="taste-actions">
          <button type="button" className="button small" onClick={() => void save()}>
            {say("tasteDownload")}
          </button>
          {sure ? (
            <>
              <span>{say("tasteSure")}</span>
              <button type="button" className="button small voice-strong" onClick={() => void goodbye()}>
                {say("tasteEraseNow")}
              </button>
              <button type="button" className="button small" onClick={() => setSure(false)}>
                {say("tasteKeep")}
              </button>
            </>
          ) : (
            <button type="button" className="button small" onClick={() => setSure(true)}>
              {say("tasteErase")}
            </button>
          )}
        </div>
      </section>
    </div>
  );
}
