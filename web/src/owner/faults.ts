/** A failure on an owner's page: what is the matter in the page's language, and the server's own sentence as a detail. */

import { OmnishelfProblem } from "@omnishelf/instantsearch-client";
import { useMemo } from "react";
import { type Say, useLanguage } from "../i18n/language";
import { type ProblemWords, problemWords } from "../results/problem";
import { type OwnerWord, type Tell, useTell } from "./useTell";
import { en } from "./words.en";

/** By the reason that the server names, else by its code; what the page has no words for is told as everywhere. */
export function faultWords(error: unknown, say: Say, tell: Tell): ProblemWords {
  if (error instanceof OmnishelfProblem) {
    const word = [`fault_${error.reason}`, `fault_${error.code}`].find((one) => one in en);
    if (word) return { what: tell(word as OwnerWord, error.about), detail: `${error.message} ${error.hint}`.trim() };
  }
  return problemWords(error, say);
}

export function useFault(): (error: unknown) => ProblemWords {
  const { say } = useLanguage();
  const tell = useTell();
  return useMemo(() => (error) => faultWords(error, say, tell), [say, tell]);
}
