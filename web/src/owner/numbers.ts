/** Figures in the owner's language: shares, money, and differences with their sign. Pure functions. */

import type { Language } from "../i18n/language";
import { formatMoney } from "../shop/wording";

const tag = (language: Language): string => (language === "zh" ? "zh-CN" : "en-US");

export const count = (n: number, language: Language): string => n.toLocaleString(tag(language));

/** 0.0312 -> "3.12%". */
export const share = (value: number, language: Language): string =>
  value.toLocaleString(tag(language), { style: "percent", maximumFractionDigits: 2 });

/** A difference of shares: 0.0081 -> "+0.81", in points. */
export const points = (value: number, language: Language): string => signed(100 * value, language, 2);

/** With a minus that is as wide as the plus. */
export const signed = (value: number, language: Language, digits: number): string =>
  value.toLocaleString(tag(language), { signDisplay: "exceptZero", maximumFractionDigits: digits }).replace("-", "−");

/** Minor units, which a mean need not have whole. */
export const money = (minor: number, currency: string, language: Language): string =>
  formatMoney({ amount: Math.round(minor), currency }, language);

export function signedMoney(minor: number, currency: string, language: Language): string {
  const whole = Math.round(minor);
  return `${whole > 0 ? "+" : whole < 0 ? "−" : ""}${money(Math.abs(whole), currency, language)}`;
}

export const moment = (iso: string, language: Language): string =>
  new Date(iso).toLocaleString(tag(language), { dateStyle: "medium", timeStyle: "short" });
