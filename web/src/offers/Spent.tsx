/** What is left of an offer's budget: a bar, and the same in words. */

import { useLanguage } from "../i18n/language";
import { money } from "../owner/numbers";
import { percent } from "../owner/scale";
import { useTell } from "../owner/useTell";
import { useShop } from "../shop/shop";
import type { OwnedOffer } from "./owned";

export function Spent({ purse }: { purse: OwnedOffer["purse"] }) {
  const tell = useTell();
  const { language } = useLanguage();
  const { facts } = useShop();
  const { budget, given, held, left } = purse;
  const told = (minor: number) => money(minor, facts.currency, language);
  return (
    <div className="spent">
      <svg className="spent-bar" aria-hidden="true">
        <rect className="spent-all" width="100%" height="100%" />
        <rect className="spent-held" width={percent((given + held) / budget)} height="100%" />
        <rect className="spent-given" width={percent(given / budget)} height="100%" />
      </svg>
      <p>{tell("spent", { given: told(given), budget: told(budget) })}</p>
      <p className="hint">{tell("spentRest", { held: told(held), left: told(left) })}</p>
    </div>
  );
}
