/** The newest advice for a place; what was there stays until the next has come. */

import { useCallback, useEffect, useState } from "react";
import { useAnswered } from "../collect/Consent";
import { type Advice, fetchAdvice, type Wanted } from "./api";

export function useAdvice(wanted: Wanted, active: boolean): { advice: Advice | null; failed: boolean; again: () => void } {
  const key = JSON.stringify(wanted);
  const answered = useAnswered();
  const [found, setFound] = useState<{ key: string; advice: Advice | null; failed: boolean }>({ key, advice: null, failed: false });
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew when the page comes back, after another answer to the question of consent, and on demand
  useEffect(() => {
    if (!active) return;
    const abort = new AbortController();
    fetchAdvice(JSON.parse(key) as Wanted, abort.signal)
      .then((advice) => setFound({ key, advice, failed: false }))
      .catch(() => !abort.signal.aborted && setFound({ key, advice: null, failed: true }));
    return () => abort.abort();
  }, [key, active, answered, turn]);
  const again = useCallback(() => setTurn((n) => n + 1), []);
  const fresh = found.key === key;
  return { advice: fresh ? found.advice : null, failed: fresh && found.failed, again };
}
