/** A metric's figures in words: what each metric is counted in. */

import type { Language } from "../i18n/language";
import { money, points, share, signed, signedMoney } from "../owner/numbers";
import type { Tell } from "../owner/useTell";
import type { Metric } from "./experiment";

export interface Measure {
  /** A mean: "3.1%", "$1.32". */
  figure: (value: number) => string;
  /** A difference of means: "+0.8 points", "−$0.12". */
  change: (value: number) => string;
  /** The same where the unit was named just before: "+0.8". */
  bare: (value: number) => string;
}

export function measureOf(metric: Metric, language: Language, currency: string, tell: Tell): Measure {
  if (metric === "revenue") {
    const change = (value: number) => signedMoney(value, currency, language);
    return { figure: (value) => money(value, currency, language), change, bare: change };
  }
  if (metric === "click_rank" || metric === "preference") {
    const plain = (value: number) => signed(value, language, 3);
    return { figure: metric === "preference" ? plain : (value) => value.toFixed(3), change: plain, bare: plain };
  }
  const bare = (value: number) => points(value, language);
  return { figure: (value) => share(value, language), change: (value) => tell("points", { n: bare(value) }), bare };
}
