/** The assistant's calls: a message and what comes back sentence by sentence, thumbs, and answers aloud. */

import {
  OmnishelfProblem,
  problemFromFetch,
  problemFromJson,
  problemFromResponse,
  readEvents,
} from "@omnishelf/instantsearch-client";
import { answered, ticket } from "../collect/visitor";
import { authorization } from "../shop/api";

export type SourceKind = "product" | "order" | "parcel" | "policy" | "request" | "offer";

export interface Source {
  kind: SourceKind;
  id: string;
  label: string;
}

export interface Say {
  text: string;
  sources: Source[];
}

export interface Reply {
  conversation: string;
  text: string;
  says: Say[];
  language: "en" | "zh";
  products: string[];
  offers: string[];
  intent: string;
  awaits: "consent" | "order" | "lines" | "answer" | "";
  transcript: string;
  /** Who found the words. */
  by: "shop" | "model";
}

export interface Message {
  text?: string;
  image?: Blob;
  audio?: Blob;
  /** As the last reply named it; "" begins one. */
  conversation: string;
  language?: string;
  /** Whose page the shopper is on. */
  productId?: string;
}

/** Orders are told to the shopper whose token is shown; the agreement to be remembered is another matter. */
function person(): { headers: Record<string, string>; id: string } {
  const own = ticket();
  return { headers: { ...authorization(), ...(own ? { "x-shopper-token": own.token } : {}) }, id: own?.id ?? "" };
}

async function events(path: string, body: BodyInit, headers: Record<string, string>, signal: AbortSignal) {
  const response = await fetch(path, { method: "POST", headers: { accept: "text/event-stream", ...headers }, body, signal });
  if (!response.ok) throw await problemFromResponse(response);
  if (!response.body) throw new OmnishelfProblem("The shop's answer was empty.", "network", 0);
  return readEvents(response.body);
}

export async function* converse(message: Message, signal: AbortSignal): AsyncGenerator<{ say: Say } | { reply: Reply }> {
  const { headers, id } = person();
  const form = new FormData();
  const fields = {
    text: message.text,
    conversation: message.conversation,
    language: message.language,
    shopper_id: id,
    product_id: message.productId,
  };
  for (const [name, value] of Object.entries(fields)) if (value) form.set(name, value);
  if (message.image) form.set("image", message.image, "photo");
  if (message.audio) form.set("audio", message.audio, "recording");
  try {
    for await (const { event, data } of await events("/v1/assistant/messages/stream", form, headers, signal)) {
      const json: unknown = JSON.parse(data);
      if (event === "problem") throw problemFromJson(json, 500);
      if (event === "say") yield { say: json as Say };
      if (event === "reply") yield { reply: json as Reply };
    }
  } catch (error) {
    throw problemFromFetch(error);
  }
}

export interface Mark {
  conversation: string;
  turn: number;
  helpful: boolean;
  intent: string;
  language: string;
  said: string;
  answered: string;
}

/** The words travel only where the shopper agreed that the shop keeps things; a mark alone is nobody's. */
export async function sendMark(mark: Mark): Promise<void> {
  const agreed = answered() === "yes";
  const { headers, id } = person();
  const { said, answered: reply, ...bare } = mark;
  const words = agreed && id ? { said: said.slice(0, 4_000), answered: reply.slice(0, 8_000), shopper_id: id } : {};
  const response = await fetch("/v1/assistant/feedback", {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ ...bare, ...words }),
  });
  if (!response.ok) throw await problemFromResponse(response);
}

/** A piece of a text as sound: its caption and a wav file. */
export interface Piece {
  text: string;
  audio: ArrayBuffer;
}

export async function* speech(text: string, signal: AbortSignal): AsyncGenerator<Piece> {
  const headers = { "content-type": "application/json", ...authorization() };
  try {
    for await (const { event, data } of await events("/v1/assistant/speech", JSON.stringify({ text }), headers, signal)) {
      const json = JSON.parse(data) as { text: string; audio: string };
      if (event === "problem") throw problemFromJson(json, 500);
      if (event === "piece") yield { text: json.text, audio: Uint8Array.from(atob(json.audio), (c) => c.charCodeAt(0)).buffer };
    }
  } catch (error) {
    throw problemFromFetch(error);
  }
}
