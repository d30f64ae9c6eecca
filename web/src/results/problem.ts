/** A failure in words that help the person in front of the page. */

import { OmnishelfProblem } from "@omnishelf/instantsearch-client";
import type { Say } from "../i18n/language";

export interface ProblemWords {
  what: string;
  detail: string;
}

/** What happened and, where the server said something of use, its own words. */
export function problemWords(error: unknown, say: Say): ProblemWords {
  if (!(error instanceof OmnishelfProblem)) return { what: say("problemInside"), detail: "" };
  const theirs = `${error.message} ${error.hint}`.trim();
  if (error.status === 0)
    return {
      what: error.code === "network" ? say("problemNetwork") : say("problem"),
      detail: error.code === "network" ? "" : theirs,
    };
  if (error.status === 429)
    return { what: error.retryAfter ? say("problemBusyFor", { n: error.retryAfter }) : say("problemBusy"), detail: "" };
  if (error.status === 401 || error.status === 403) return { what: say("problemKey"), detail: "" };
  if (error.status === 413) return { what: say("problemLarge"), detail: theirs };
  if (error.status === 415) return { what: say("problemMedia"), detail: theirs };
  if (error.code === "bad-upload") return { what: say("problemUpload"), detail: theirs };
  if (error.status === 502 || error.status === 503 || error.status === 504) return { what: say("problemDown"), detail: theirs };
  return { what: say(error.status >= 500 ? "problemInside" : "problem"), detail: theirs };
}
