/** Tells the shop what is done on its pages, as far as the visitor allows it. */

import { authorization } from "../shop/api";
import { type Queue as Events, Queue, type Told } from "./queue";
import { answered, forget, keep, POLICY, remember, sessionId, type Ticket, ticket } from "./visitor";

const listeners = new Set<() => void>();
export function onAnswer(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
const announce = () => {
  for (const listener of [...listeners]) listener();
};

const headers = (): Record<string, string> => {
  const token = ticket()?.token;
  return { "content-type": "application/json", ...authorization(), ...(token ? { "x-shopper-token": token } : {}) };
};

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(path, { method, headers: headers(), ...sent });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
  return (await response.json()) as T;
}

async function send(events: Told[], leaving: boolean): Promise<void> {
  const body = JSON.stringify({ events, sent_at: new Date().toISOString() });
  if (leaving && !ticket() && !authorization()["authorization"]) {
    navigator.sendBeacon("/v1/events", new Blob([body], { type: "application/json" }));
    return;
  }
  // With headers to send, a request that is kept alive does what a beacon does.
  await fetch("/v1/events", { method: "POST", headers: headers(), body, keepalive: leaving });
}

const queue: Events = new Queue(send);
addEventListener("pagehide", () => void queue.flush(true));
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && void queue.flush(true));

let told = 0;

/** Before an answer nothing is told but what the visitor says outright; after a no, only to this visit. */
export function tell(action: Told["action"], about: Partial<Told> = {}): void {
  const outright = action === "reject" || action === "less_like_this";
  if (answered() === null && !outright) return;
  told += 1;
  const who = answered() === "yes" ? ticket()?.id : undefined;
  queue.add({
    id: `${sessionId()}-${Date.now().toString(36)}-${told}`,
    action,
    at: new Date().toISOString(),
    session_id: sessionId(),
    ...(who ? { shopper_id: who } : {}),
    ...about,
  });
}

/** Resolves when the shop knows what was told. */
export const arrived = (): Promise<void> => queue.flush();

export const whoAsks = (): { shopperId?: string; sessionId?: string } => {
  const id = answered() === "yes" ? ticket()?.id : undefined;
  return { ...(id ? { shopperId: id } : {}), sessionId: sessionId() };
};

/** For the search client: it waits for what was told, and shows the visitor's token. */
export const searchFetch: typeof fetch = async (input, init) => {
  await arrived();
  const token = ticket()?.token;
  const sent = new Headers(init?.headers);
  if (token) sent.set("x-shopper-token", token);
  return fetch(input, { ...init, headers: sent });
};

async function visitor(): Promise<Ticket> {
  const known = ticket();
  if (known) return known;
  const { id, token } = await call<Ticket>("POST", "/v1/shoppers");
  const given = { id, token };
  keep(given, answered());
  return given;
}

export async function answer(yes: boolean): Promise<void> {
  if (yes || ticket()) {
    const given = await visitor();
    await call("PUT", `/v1/shoppers/${given.id}/consent`, { personal: yes, policy: POLICY });
    keep(given, yes ? "yes" : "no");
  }
  remember(yes ? "yes" : "no");
  announce();
}

export interface Belief {
  field: "category" | "brand" | "attributes" | "product";
  value: string;
  label: string;
  strength: number;
  products: number;
  stance: "like" | "less" | "mute" | "never" | null;
  why: string;
}

export interface Profile {
  summary: string;
  beliefs: Belief[];
  price: "" | "low" | "mid" | "high";
  on: boolean;
  events: number;
  kept: boolean;
}

export interface Steering {
  on: boolean;
  wishes: Pick<Belief, "field" | "value" | "stance">[];
  fresh_start?: boolean;
}

const profileOf = async (language: string): Promise<string> => {
  const { id } = await visitor();
  return `/v1/shoppers/${id}/profile?session_id=${encodeURIComponent(sessionId())}&language=${language}`;
};

export async function profile(language: string): Promise<Profile> {
  await arrived();
  return call("GET", await profileOf(language));
}

export const steer = async (steering: Steering, language: string): Promise<Profile> =>
  call("PUT", await profileOf(language), steering);

/** Everything that is known of the visitor, as a file. */
export async function download(): Promise<Blob> {
  await arrived();
  const { id } = await visitor();
  const data = await call<unknown>("GET", `/v1/shoppers/${id}/data`);
  return new Blob([JSON.stringify(data, null, 2)], { type: "application/json" });
}

export async function erase(): Promise<void> {
  queue.clear();
  const known = ticket();
  if (known) await call("DELETE", `/v1/shoppers/${known.id}`);
  forget();
  announce();
}
