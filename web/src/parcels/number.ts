import type { Notice } from "@omnishelf/instantsearch-client";

/** As many as one glance takes in; more numbers are better looked at on the parcels page. */
export const FEW_NUMBERS = 3;

/** What was typed, when it is one bare number; "" for words around it. The shop reads those. */
export function bareNumber(typed: string): string {
  const plain = typed
    .normalize("NFKC")
    .replace(/[\s\-–—]/g, "")
    .toUpperCase();
  const digits = plain.replace(/\D/g, "").length;
  return /^[A-Z0-9]{8,40}$/.test(plain) && digits >= 6 && digits * 2 >= plain.length ? plain : "";
}

/** The page that tells where the parcel with this number is. */
export const parcelAddress = (number: string): string => `/parcels?number=${encodeURIComponent(number)}`;

/** The number that an address of the parcels page asks for; "" for none. */
export const askedNumber = (search: string): string => (new URLSearchParams(search).get("number") ?? "").slice(0, 60).trim();

/** A moment as people say it: day and time, without the year unless it is another one. */
export function spokenTime(iso: string, language: string, now: Date = new Date()): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "";
  const year = at.getFullYear() === now.getFullYear() ? {} : { year: "numeric" as const };
  const locale = language === "zh" ? "zh-CN" : "en";
  return at.toLocaleString(locale, { ...year, month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" });
}

/** Who may carry it: one name, or the two between which nothing decides. */
export function carriersOf(parcel: { carriers: readonly { name: string }[]; ambiguous: boolean }, or: string): string {
  const names = parcel.carriers.map((one) => one.name);
  return names.slice(0, parcel.ambiguous ? 2 : 1).join(or);
}

/** The numbers in a question that have the form of the shop's orders, by what the answer notices. */
export const ordersIn = (notices: readonly Notice[]): string[] =>
  notices.flatMap(({ code, about }) => (code === "order-number" && about?.["order"] ? [about["order"]] : [])).slice(0, FEW_NUMBERS);
