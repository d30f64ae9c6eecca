/** An experiment's figures: what each arm's units did, and each metric's difference with its interval. */

import { useLanguage } from "../i18n/language";
import { Figures } from "../owner/Figures";
import { count, share } from "../owner/numbers";
import { useTell } from "../owner/useTell";
import { useShop } from "../shop/shop";
import { type Arm, armFigures, type Findings, SIGNALS } from "./experiment";
import { measureOf } from "./measured";

/** How an arm orders, as "variety 0 · same meaning × 2". */
function useChanges(): (arm: Arm) => string {
  const tell = useTell();
  return ({ personal, variety, ranker, weights }) =>
    [
      ...(personal === undefined ? [] : [`${tell("way_personal")} ${personal}`]),
      ...(variety === undefined ? [] : [`${tell("way_variety")} ${variety}`]),
      ...(ranker === undefined ? [] : [ranker === 0 ? tell("wayLinear") : `${tell("way_ranker")} ${ranker}`]),
      ...SIGNALS.filter((name) => weights?.[name] !== undefined).map((name) => `${tell(`way_${name}`)} × ${weights?.[name]}`),
    ].join(" · ") || tell("wayShop");
}

export function ArmTable({ found }: { found: Findings }) {
  const tell = useTell();
  const changes = useChanges();
  const { language } = useLanguage();
  const { facts } = useShop();
  const { experiment, units } = found;
  const { figure } = measureOf(experiment.metric, language, facts.currency, tell);
  const figures = armFigures(found);
  const counted = tell(experiment.unit === "session" ? "visits" : "shoppers");
  const part = (n: number, of: number) => (of ? `${count(n, language)} (${share(n / of, language)})` : "–");
  return (
    <section aria-labelledby="arms">
      <h2 id="arms">{tell("arms")}</h2>
      {figures.length === 0 && experiment.state !== "draft" && (
        <p>{tell("nDealt", { n: count(units[0] ?? 0, language), unit: counted })}</p>
      )}
      <Figures label={tell("arms")}>
        <thead>
          <tr>
            <th scope="col">{tell("arm")}</th>
            <th scope="col">{tell("way")}</th>
            {figures.length > 0 && (
              <>
                <th scope="col">{counted}</th>
                <th scope="col">{tell("metric_cart")}</th>
                <th scope="col">{tell("metric_purchase")}</th>
                {experiment.metric !== "cart" && experiment.metric !== "purchase" && (
                  <th scope="col">{tell(`metric_${experiment.metric}`)}</th>
                )}
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {experiment.arms.map((arm, n) => {
            const own = figures[n];
            return (
              <tr key={arm.name}>
                <th scope="row">{arm.name}</th>
                <td>{changes(arm)}</td>
                {own && (
                  <>
                    <td className="number">{count(own.units, language)}</td>
                    <td className="number">{part(own.carts, own.units)}</td>
                    <td className="number">{part(own.purchases, own.units)}</td>
                    {experiment.metric !== "cart" && experiment.metric !== "purchase" && (
                      <td className="number">{own.units ? figure(own.mean) : "–"}</td>
                    )}
                  </>
                )}
              </tr>
            );
          })}
        </tbody>
      </Figures>
    </section>
  );
}

export function MetricTable({ found }: { found: Findings }) {
  const tell = useTell();
  const { language } = useLanguage();
  const { facts } = useShop();
  const { experiment, effects } = found;
  return (
    <section aria-labelledby="metrics">
      <h2 id="metrics">{tell("differences", { first: experiment.arms[0]?.name ?? "" })}</h2>
      <p className="hint">{tell("differencesText", { n: Math.round(100 * (1 - experiment.alpha)) })}</p>
      <Figures label={tell("differences", { first: experiment.arms[0]?.name ?? "" })}>
        <thead>
          <tr>
            <th scope="col">{tell("metric")}</th>
            <th scope="col">{tell("arm")}</th>
            <th scope="col">{tell("difference")}</th>
            <th scope="col">{tell("interval")}</th>
            <th scope="col">{tell("verdictShort")}</th>
          </tr>
        </thead>
        <tbody>
          {effects.map(({ metric, arm, difference, low, high, verdict }) => {
            const { change, bare } = measureOf(metric, language, facts.currency, tell);
            return (
              <tr key={`${metric} ${arm}`}>
                <th scope="row">
                  {tell(`metric_${metric}`)}
                  {metric === experiment.metric && <span className="state">{tell("decidesBadge")}</span>}
                </th>
                <td>{arm}</td>
                <td className="number">{change(difference)}</td>
                <td className="number">
                  {low === null || high === null ? tell("tooLittle") : tell("fromTo", { low: bare(low), high: bare(high) })}
                </td>
                <td>{low === null ? "" : tell(`verdict_${verdict}`)}</td>
              </tr>
            );
          })}
        </tbody>
      </Figures>
    </section>
  );
}
