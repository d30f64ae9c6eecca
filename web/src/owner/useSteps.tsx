/** Steps that cannot be taken back: each is asked about once more before it is taken. */

import { type ReactNode, useState } from "react";
import { Confirm } from "./Confirm";

interface Words {
  title: string;
  text: string;
  /** What is going to happen, on the button that does it. */
  action: string;
}

/** -> (what a button calls; the question, wherever it is asked). */
export function useSteps<Step extends string>(
  take: Record<Step, () => Promise<void>>,
  words: (step: Step) => Words,
): [ask: (step: Step) => void, question: ReactNode] {
  const [asked, setAsked] = useState<Step | null>(null);
  const question = asked && (
    <Confirm
      {...words(asked)}
      onConfirm={async () => {
        await take[asked]();
        setAsked(null);
      }}
      onClose={() => setAsked(null)}
    />
  );
  return [setAsked, question];
}
