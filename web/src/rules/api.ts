/** Calls for the shop's owner: their key has the `write` scope, and is forgotten with the browser's tab. */

import { problemFromFetch, problemFromResponse } from "@omnishelf/instantsearch-client";
import type { Caution, Preview, Rule } from "./rule";

const REMEMBERED = "omnishelf.owner-key";

export const ownerKey = (): string => sessionStorage.getItem(REMEMBERED) ?? "";
export const rememberKey = (key: string): void => sessionStorage.setItem(REMEMBERED, key);

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  try {
    const response = await fetch(`/v1/rules${path}`, {
      method,
      headers: {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(ownerKey() ? { authorization: `Bearer ${ownerKey()}` } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw await problemFromResponse(response);
    return (response.status === 204 ? null : await response.json()) as T;
  } catch (error) {
    throw problemFromFetch(error);
  }
}

export const fetchRules = async (): Promise<Rule[]> => (await call<{ rules: Rule[] }>("GET", "")).rules;
export const putRule = async (rule: Rule): Promise<Caution[]> =>
  (await call<{ warnings: Caution[] }>("PUT", "", { rules: [rule] })).warnings;
export const deleteRule = (id: string): Promise<null> => call("DELETE", `/${encodeURIComponent(id)}`);
export const previewRule = (rule: Rule, text: string, at: string): Promise<Preview> =>
  call("POST", "/preview", { rules: [rule], query: { text, size: 12 }, ...(at ? { at } : {}) });
