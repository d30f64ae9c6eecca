/** What bounds an offer: for whom, on what, how often, until when. */

import { useLanguage } from "../i18n/language";
import { moment, share } from "../owner/numbers";
import { useTell } from "../owner/useTell";
import { useShop } from "../shop/shop";
import { formatMoney } from "../shop/wording";
import type { OwnedOffer } from "./owned";
import { terms } from "./terms";

export function Limits({ offer }: { offer: OwnedOffer }) {
  const tell = useTell();
  const { say, language } = useLanguage();
  const { facts } = useShop();
  const { most, scope, category, products, per_shopper, shows_a_day, who, holdout, starts, ends } = offer;
  const times = (n: number) => tell(n === 0 ? "anyNumber" : n === 1 ? "once" : "times", { n });
  const on = scope === "category" ? category : scope === "product" ? products.join(", ") : "";
  const rows = [
    [tell("terms"), terms({ ...offer, ends: null, currency: facts.currency }, language, say)],
    [tell("scope"), [tell(`scope_${scope}`), on].filter(Boolean).join(": ")],
    ...(most ? [[tell("most"), formatMoney({ amount: most, currency: facts.currency }, language)]] : []),
    [tell("perShopper"), times(per_shopper)],
    [tell("showsADay"), times(shows_a_day)],
    [tell("who"), tell(`who_${who}`)],
    [tell("heldBackPart"), share(holdout, language)],
    ...(starts ? [[say("rule_starts"), moment(starts, language)]] : []),
    ...(ends ? [[say("rule_ends"), moment(ends, language)]] : []),
  ];
  return (
    <section aria-labelledby="limits">
      <h2 id="limits">{tell("limits")}</h2>
      <dl className="facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
