/** The price range: typed or slid, in the shop's currency. */

import { type CSSProperties, type FormEvent, useEffect, useState } from "react";
import { useRange } from "react-instantsearch";
import { useLanguage } from "../i18n/language";
import { useShop } from "../shop/shop";
import { formatMoney, parseMoney, plainMoney } from "../shop/wording";
import { search, usePlace } from "../state/location";

export function PriceFacet() {
  const { say, language } = useLanguage();
  const { currency } = useShop().facts;
  // Registers the price with InstantSearch and knows the range that the candidates span.
  const { range, canRefine } = useRange({ attribute: "price" });
  const { state } = usePlace();
  const lowest = range.min ?? 0;
  const highest = range.max ?? 0;
  const [low, setLow] = useState(state.price.min ?? lowest);
  const [high, setHigh] = useState(state.price.max ?? highest);
  const [typed, setTyped] = useState<{ min: string; max: string }>({ min: "", max: "" });

  useEffect(() => {
    setLow(state.price.min ?? lowest);
    setHigh(state.price.max ?? highest);
    const shown = (amount: number | null) => (amount === null ? "" : plainMoney(amount, currency));
    setTyped({ min: shown(state.price.min), max: shown(state.price.max) });
  }, [state.price.min, state.price.max, lowest, highest, currency]);

  if ((!canRefine || highest <= lowest) && state.price.min === null && state.price.max === null) return null;
  const apply = (min: number | null, max: number | null) => {
    const swap = min !== null && max !== null && min > max;
    search({ price: swap ? { min: max, max: min } : { min, max } });
  };
  const slid = () => apply(low > lowest ? low : null, high < highest ? high : null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    apply(parseMoney(typed.min, currency), parseMoney(typed.max, currency));
  };
  const span = Math.max(1, highest - lowest);
  const at = (value: number): number => Math.min(100, Math.max(0, ((value - lowest) / span) * 100));
  const slider = { min: lowest, max: highest, step: Math.max(1, Math.round(span / 100)) };

  return (
    <section className="facet price-facet" aria-label={say("price")}>
      <h3>{say("price")}</h3>
      {highest > lowest && (
        <>
          <div className="rail" style={{ "--low": `${at(low)}%`, "--high": `${at(high)}%` } as CSSProperties}>
            <input
              type="range"
              {...slider}
              value={low}
              aria-label={say("priceMin")}
              aria-valuetext={formatMoney({ amount: low, currency }, language)}
              onChange={(e) => setLow(Math.min(e.target.valueAsNumber, high))}
              onPointerUp={slid}
              onKeyUp={slid}
            />
            <input
              type="range"
              {...slider}
              value={high}
              aria-label={say("priceMax")}
              aria-valuetext={formatMoney({ amount: high, currency }, language)}
              onChange={(e) => setHigh(Math.max(e.target.valueAsNumber, low))}
              onPointerUp={slid}
              onKeyUp={slid}
            />
          </div>
          <p className="rail-ends" aria-hidden="true">
            <span>{formatMoney({ amount: low, currency }, language)}</span>
            <span>{formatMoney({ amount: high, currency }, language)}</span>
          </p>
        </>
      )}
      <form className="price-form" onSubmit={submit}>
        <label>
          <span className="visually-hidden">{say("priceMin")}</span>
          <input
            inputMode="decimal"
            placeholder={say("priceMin")}
            value={typed.min}
            onChange={(e) => setTyped({ ...typed, min: e.target.value })}
          />
        </label>
        <span aria-hidden="true">–</span>
        <label>
          <span className="visually-hidden">{say("priceMax")}</span>
          <input
            inputMode="decimal"
            placeholder={say("priceMax")}
            value={typed.max}
            onChange={(e) => setTyped({ ...typed, max: e.target.value })}
          />
        </label>
        <button type="submit" className="button small">
          {say("priceSet")}
        </button>
      </form>
    </section>
  );
}
