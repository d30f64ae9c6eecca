/** The calls of the parcels page: numbers out of words, a photo or a recording, and where a parcel is. */

import { problemFromFetch, problemFromResponse } from "@omnishelf/instantsearch-client";

export interface CarrierGuess {
  carrier: string;
  name: string;
  probability: number;
  checked: boolean;
}

export interface FoundNumber {
  number: string;
  carriers: CarrierGuess[];
  ambiguous: boolean;
  confidence: number;
  read_from: "text" | "voice" | "bars" | "print";
}

export interface Identified {
  numbers: FoundNumber[];
  transcript: string;
}

export interface Step {
  at: string;
  status: string;
  label: string;
  text: string;
  place: string;
  trouble: string;
}

export interface Parcel {
  number: string;
  carrier: string;
  carrier_name: string;
  carriers: CarrierGuess[];
  page: string;
  trust: "fresh" | "stale" | "unknown";
  checked_at: string | null;
  status: string | null;
  headline: string;
  detail: string;
  expected: string | null;
  expected_words: string;
  trouble: string;
  timeline: Step[];
  simulated: boolean;
}

export interface Sent {
  text?: string;
  image?: Blob;
  audio?: Blob;
}

async function answered<T>(request: Promise<Response>): Promise<T> {
  try {
    const response = await request;
    if (!response.ok) throw await problemFromResponse(response);
    return (await response.json()) as T;
  } catch (error) {
    throw problemFromFetch(error);
  }
}

const authorized = (key: string | null): Record<string, string> => (key ? { authorization: `Bearer ${key}` } : {});

export function identify(sent: Sent, language: string, key: string | null): Promise<Identified> {
  const form = new FormData();
  form.set("language", language);
  if (sent.text) form.set("text", sent.text);
  if (sent.image) form.set("image", sent.image, "label");
  if (sent.audio) form.set("audio", sent.audio, "recording");
  return answered(fetch("/v1/parcels/identify", { method: "POST", body: form, headers: authorized(key) }));
}

export function fetchParcel(number: string, carrier: string, language: string, key: string | null): Promise<Parcel> {
  const query = new URLSearchParams({ language, ...(carrier ? { carrier } : {}) });
  const address = `/v1/parcels/${encodeURIComponent(number)}?${query}`;
  return answered(fetch(address, { headers: { accept: "application/json", ...authorized(key) } }));
}
