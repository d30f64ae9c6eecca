/** What may be said of each arm now, in plain words. */

import { useLanguage } from "../i18n/language";
import { count } from "../owner/numbers";
import { useTell } from "../owner/useTell";
import { useShop } from "../shop/shop";
import { decided, type Findings, LEAST_UNITS, type Standing, standing } from "./experiment";
import { measureOf } from "./measured";

export interface Verdict {
  arm: string;
  tone: Standing;
  words: string;
}

export function useVerdicts(found: Findings): Verdict[] {
  const tell = useTell();
  const { language } = useLanguage();
  const { facts } = useShop();
  const { experiment } = found;
  const measure = measureOf(experiment.metric, language, facts.currency, tell);
  const first = experiment.arms[0]?.name ?? "";
  const unit = tell(experiment.unit === "session" ? "visits" : "shoppers");
  return decided(found).map((effect) => {
    const tone = standing(found, effect);
    const words = tell(`standing_${tone}`, {
      arm: effect.arm,
      first,
      unit,
      metric: tell(`metric_${experiment.metric}`),
      n: LEAST_UNITS,
      units: found.units.map((n) => count(n, language)).join(" / "),
      p: found.mismatch.toPrecision(2),
      difference: measure.change(effect.difference),
      low: measure.bare(effect.low ?? 0),
      high: measure.bare(effect.high ?? 0),
    });
    return { arm: effect.arm, tone, words };
  });
}
