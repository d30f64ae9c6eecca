/** What was typed, when it is one bare number; "" for words around it. The shop reads those. */
export function bareNumber(typed: string): string {
  const plain = typed
    .normalize("NFKC")
    .replace(/[\s\-–—]/g, "")
    .toUpperCase();
  const digits = plain.replace(/\D/g, "").length;
  return /^[A-Z0-9]{8,40}$/.test(plain) && digits >= 6 && digits * 2 >= plain.length ? plain : "";
}

/** A moment as people say it: day and time, without the year unless it is another one. */
export function spokenTime(iso: string, language: string, now: Date = new Date()): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "";
  const year = at.getFullYear() === now.getFullYear() ? {} : { year: "numeric" as const };
  const locale = language === "zh" ? "zh-CN" : "en";
  return at.toLocaleString(locale, { ...year, month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" });
}
