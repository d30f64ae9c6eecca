/** Something fetched for an id: loading, there, or failed, with a way to try again. */

import { useCallback, useEffect, useState } from "react";

export interface Loaded<T> {
  value: T | null;
  error: unknown;
  retry: () => void;
}

/** @param load must be the same function from one render to the next. */
export function useLoaded<T>(id: string, load: (id: string, signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [found, setFound] = useState<{ id: string; value: T | null; error: unknown }>({ id, value: null, error: null });
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again
  useEffect(() => {
    const abort = new AbortController();
    setFound({ id, value: null, error: null });
    load(id, abort.signal)
      .then((value) => setFound({ id, value, error: null }))
      .catch((error: unknown) => !abort.signal.aborted && setFound({ id, value: null, error }));
    return () => abort.abort();
  }, [id, load, attempt]);
  const retry = useCallback(() => setAttempt((n) => n + 1), []);
  const fresh = found.id === id;
  return { value: fresh ? found.value : null, error: fresh ? found.error : null, retry };
}
