/** Suggestions for what is being typed, a moment after the last key. A failed look-up is silent: the search still works. */

import { useEffect, useState } from "react";
import { fetchSuggestions, type Suggestion } from "../shop/api";

const PAUSE_MS = 120;

export function useSuggestions(text: string, wanted: boolean): Suggestion[] {
  const [found, setFound] = useState<Suggestion[]>([]);
  const asked = wanted ? text.trim() : "";
  useEffect(() => {
    if (!asked) {
      setFound([]);
      return;
    }
    const abort = new AbortController();
    const pause = window.setTimeout(() => {
      fetchSuggestions(asked, abort.signal)
        .then(setFound)
        .catch(() => setFound([]));
    }, PAUSE_MS);
    return () => {
      window.clearTimeout(pause);
      abort.abort();
    };
  }, [asked]);
  return found;
}
