/** Who asks: a session for this visit, an id with its token, and what they answered. Nothing outlives the visit before a yes. */

export type Answer = "yes" | "no" | null;

export interface Ticket {
  id: string;
  token: string;
}

const SESSION = "omnishelf.session";
const TICKET = "omnishelf.visitor";
const ANSWER = "omnishelf.consent";
export const POLICY = "storefront-1";

/** Global Privacy Control: the browser has answered already. */
export const controlled = (): boolean => (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true;

function made(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** This tab's visit. */
export function sessionId(): string {
  const known = sessionStorage.getItem(SESSION);
  if (known) return known;
  const id = `s_${made()}`;
  sessionStorage.setItem(SESSION, id);
  return id;
}

export function answered(): Answer {
  if (controlled()) return "no";
  const told = localStorage.getItem(ANSWER);
  return told === "yes" || told === "no" ? told : null;
}

export function ticket(): Ticket | null {
  try {
    return JSON.parse(localStorage.getItem(TICKET) ?? sessionStorage.getItem(TICKET) ?? "null") as Ticket | null;
  } catch {
    return null;
  }
}

/** A ticket that lasts after a yes, and until the tab closes otherwise. */
export function keep(given: Ticket, answer: Answer): void {
  const [to, from] = answer === "yes" ? [localStorage, sessionStorage] : [sessionStorage, localStorage];
  to.setItem(TICKET, JSON.stringify(given));
  from.removeItem(TICKET);
}

export function remember(answer: "yes" | "no"): void {
  localStorage.setItem(ANSWER, answer);
}

/** Another visit of nobody, who is asked again. */
export function forget(): void {
  for (const store of [localStorage, sessionStorage]) {
    for (const name of [TICKET, ANSWER, SESSION]) store.removeItem(name);
  }
}
