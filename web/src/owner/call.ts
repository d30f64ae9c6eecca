/** Calls for the shop's owner: their key has the `write` scope, and is forgotten with the browser's tab. */

import { OmnishelfProblem, problemFromFetch, problemFromResponse } from "@omnishelf/instantsearch-client";

const REMEMBERED = "omnishelf.owner-key";

export const ownerKey = (): string => sessionStorage.getItem(REMEMBERED) ?? "";
export const rememberKey = (key: string): void => sessionStorage.setItem(REMEMBERED, key);

/** Whether it failed for want of a key, or of a key that may change the shop. */
export const isLocked = (problem: unknown): boolean =>
  problem instanceof OmnishelfProblem && (problem.status === 401 || problem.status === 403);

export async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  try {
    const response = await fetch(path, {
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
