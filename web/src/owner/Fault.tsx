/** What went wrong in a form or a dialog, with the server's own sentence below it. */

import type { ProblemWords } from "../results/problem";

/** A plain sentence, or words with a detail. */
export type FaultSaid = string | ProblemWords;

export function Fault({ said }: { said: FaultSaid | null }) {
  if (!said) return null;
  const { what, detail } = typeof said === "string" ? { what: said, detail: "" } : said;
  return (
    <div className="fault" role="alert">
      <p>{what}</p>
      {detail && <p className="hint">{detail}</p>}
    </div>
  );
}
