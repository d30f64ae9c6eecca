/** How a search travels: JSON for words alone, multipart with files, server-sent events for a page that grows. */

import type { Answer, SearchBody } from "./omnishelf.js";
import { OmnishelfProblem, problemFromFetch, problemFromJson, problemFromResponse } from "./problem.js";
import { readEvents } from "./sse.js";

export interface Transport {
  search(body: SearchBody, signal?: AbortSignal): Promise<Answer>;
  /** Every page as it grows; the last has `complete: true`. */
  stream(body: SearchBody, signal?: AbortSignal): AsyncGenerator<Answer>;
}

export interface TransportOptions {
  /** Where Omnishelf is, without a slash at the end; "" for the page's own origin. */
  url: string;
  /** A key with read scope, where the shop asks for one. */
  apiKey: string;
  fetch: typeof fetch;
}

const FILE_NAMES: Record<string, string> = {
  "image/jpeg": "photo.jpg",
  "image/png": "photo.png",
  "image/webp": "photo.webp",
  "audio/webm": "recording.webm",
  "audio/mp4": "recording.m4a",
  "audio/ogg": "recording.ogg",
  "audio/wav": "recording.wav",
};

function fileName(blob: Blob, fallback: string): string {
  return (blob instanceof File && blob.name) || FILE_NAMES[blob.type.split(";")[0] ?? ""] || fallback;
}

/** Files need multipart; then every structured field is JSON text. */
export function encode(body: SearchBody): { body: string | FormData; headers: Record<string, string> } {
  const { image, audio, ...plain } = body;
  if (!image && !audio) return { body: JSON.stringify(plain), headers: { "content-type": "application/json" } };
  const form = new FormData();
  for (const [name, value] of Object.entries(plain)) {
    if (value !== undefined) form.append(name, typeof value === "object" ? JSON.stringify(value) : String(value));
  }
  if (image) form.append("image", image, fileName(image, "photo"));
  if (audio) form.append("audio", audio, fileName(audio, "recording"));
  return { body: form, headers: {} };
}

export function httpTransport(options: TransportOptions): Transport {
  async function post(path: string, accept: string, body: SearchBody, signal?: AbortSignal): Promise<Response> {
    const sent = encode(body);
    const headers = { ...sent.headers, accept, ...(options.apiKey ? { authorization: `Bearer ${options.apiKey}` } : {}) };
    try {
      const response = await options.fetch(`${options.url}${path}`, {
        method: "POST",
        headers,
        body: sent.body,
        ...(signal ? { signal } : {}),
      });
      if (!response.ok) throw await problemFromResponse(response);
      return response;
    } catch (error) {
      throw problemFromFetch(error);
    }
  }

  return {
    async search(body, signal) {
      const response = await post("/v1/search", "application/json", body, signal);
      return (await response.json()) as Answer;
    },
    async *stream(body, signal) {
      const response = await post("/v1/search/stream", "text/event-stream", body, signal);
      if (!response.body) throw new OmnishelfProblem("The shop's answer was empty.", "network", 0);
      try {
        for await (const { event, data } of readEvents(response.body)) {
          const json: unknown = JSON.parse(data);
          if (event === "problem") throw problemFromJson(json, 500);
          if (event === "page") yield json as Answer;
        }
      } catch (error) {
        throw problemFromFetch(error);
      }
    },
  };
}
