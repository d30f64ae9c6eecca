/** Everything that can go wrong on the wire, as one error a page can show. */

export class OmnishelfProblem extends Error {
  override readonly name = "OmnishelfProblem";

  /**
   * @param code stable machine name: the server's ("bad-query", "too-large", ...), or "network" when nothing answered.
   * @param status HTTP status, 0 when there was no answer.
   * @param hint what to do next, "" when nothing sensible can be said.
   * @param retryAfter seconds to wait, or null.
   * @param reason stable name of what is the matter, finer than the code; "" for none.
   * @param about what the message names.
   */
  constructor(
    message: string,
    readonly code: string,
    readonly status: number,
    readonly hint: string = "",
    readonly retryAfter: number | null = null,
    readonly reason: string = "",
    readonly about: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** A problem detail (RFC 9457) as the server sent it. `type` may be a URI whose last part is the code. */
export function problemFromJson(json: unknown, status: number, retryAfter: number | null = null): OmnishelfProblem {
  const detail = (typeof json === "object" && json !== null ? json : {}) as Record<string, unknown>;
  const text = (key: string): string => (typeof detail[key] === "string" ? (detail[key] as string) : "");
  const code = text("code") || text("type").split(/[/:#]/).pop() || `http-${status}`;
  const message = text("detail") || text("title") || `The shop answered with status ${status}.`;
  const stated = typeof detail["status"] === "number" ? detail["status"] : status;
  const about = (detail["about"] ?? {}) as Record<string, string>;
  return new OmnishelfProblem(message, code, stated, text("hint"), retryAfter, text("reason"), about);
}

export async function problemFromResponse(response: Response): Promise<OmnishelfProblem> {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  let json: unknown = null;
  try {
    json = await response.json();
  } catch {
    // A proxy's HTML page: the status is all there is to say.
  }
  return problemFromJson(json, response.status, Number.isFinite(seconds) ? seconds : null);
}

/** A failed fetch: no connection, or no permission to make one. Aborts are not problems and pass through. */
export function problemFromFetch(error: unknown): unknown {
  if (error instanceof DOMException && error.name === "AbortError") return error;
  if (error instanceof OmnishelfProblem) return error;
  return new OmnishelfProblem("The shop cannot be reached.", "network", 0, "Check the connection and try again.");
}
