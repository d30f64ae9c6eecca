/** One live region for the whole page: says aloud what sighted readers see change. */

import { createContext, type ReactNode, useCallback, useContext, useState } from "react";

const Context = createContext<(message: string) => void>(() => undefined);

export function Announcer({ children }: { children: ReactNode }) {
  const [message, setMessage] = useState("");
  const announce = useCallback((next: string) => setMessage(next), []);
  return (
    <Context value={announce}>
      {children}
      <p className="visually-hidden" role="status" aria-live="polite" data-testid="announcer">
        {message}
      </p>
    </Context>
  );
}

export const useAnnounce = (): ((message: string) => void) => useContext(Context);
