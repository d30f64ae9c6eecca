/** What an offer does: visitors who were shown it beside those held back, in words, charts and a table. */

import type { Difference } from "../experiments/experiment";
import { type Measure, measureOf } from "../experiments/measured";
import { useLanguage } from "../i18n/language";
import { Figures } from "../owner/Figures";
import { IntervalChart } from "../owner/IntervalChart";
import { count, share } from "../owner/numbers";
import { useTell } from "../owner/useTell";
import { useShop } from "../shop/shop";
import { type OfferResults, toneOf } from "./owned";

const MEASURES = [
  ["orders", "purchase"],
  ["paid", "revenue"],
] as const;

export function Brought({ found }: { found: OfferResults }) {
  const tell = useTell();
  const { language } = useLanguage();
  const { facts } = useShop();
  const told = (which: "orders" | "paid", difference: Difference | null, { change, bare }: Measure) =>
    tell(`brought_${which}_${toneOf(difference)}`, {
      difference: change(difference?.difference ?? 0),
      low: bare(difference?.low ?? 0),
      high: bare(difference?.high ?? 0),
      shown: count(found.shown, language),
      held: count(found.held_back, language),
    });
  return (
    <>
      <section className="verdicts" aria-labelledby="brought">
        <h2 id="brought">{tell("brought")}</h2>
        {MEASURES.map(([which, metric]) => {
          const difference = found[which];
          const tone = toneOf(difference);
          // Too little for one is too little for the other.
          if (which === "paid" && tone === "little") return null;
          const measure = measureOf(metric, language, facts.currency, tell);
          const words = told(which, difference, measure);
          return (
            <div key={which} className={`verdict verdict-${tone}`}>
              <p>{words}</p>
              {difference && tone !== "little" && (
                <IntervalChart rows={[{ name: tell(`row_${which}`), ...difference, tone }]} format={measure.change} label={words} />
              )}
            </div>
          );
        })}
      </section>
      <Figures label={tell("brought")}>
        <thead>
          <tr>
            <th scope="col">{tell("visitors")}</th>
            <th scope="col">{tell("counted")}</th>
            <th scope="col">{tell("metric_purchase")}</th>
          </tr>
        </thead>
        <tbody>
          {(
            [
              ["shownTo", found.shown, found.bought],
              ["heldBack", found.held_back, found.bought_without],
            ] as const
          ).map(([word, n, bought]) => (
            <tr key={word}>
              <th scope="row">{tell(word)}</th>
              <td className="number">{count(n, language)}</td>
              <td className="number">{n ? share(bought, language) : "–"}</td>
            </tr>
          ))}
        </tbody>
      </Figures>
    </>
  );
}
