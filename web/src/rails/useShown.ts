/** Tells the shop that a row came into view: once an answer, so that what was drawn in it can be learnt from. */

import { type RefCallback, useCallback, useRef } from "react";
import { tell } from "../collect/collector";
import type { Advice, Advised, Wanted } from "./api";
import { shownEvent } from "./shownEvent";

/** Half of it must be seen. */
const SEEN = 0.5;

export function useShown(context: Wanted["context"], advice: Advice | null, items: readonly Advised[]): RefCallback<HTMLElement> {
  const told = useRef("");
  const id = advice?.query_id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer's products do not change
  return useCallback(
    (row: HTMLElement | null) => {
      if (!row || !advice || !items.length) return;
      const watcher = new IntersectionObserver(
        (entries) => {
          if (told.current === advice.query_id || !entries.some((entry) => entry.isIntersecting)) return;
          told.current = advice.query_id;
          tell("show", shownEvent(context, advice, items));
          watcher.disconnect();
        },
        { threshold: SEEN },
      );
      watcher.observe(row);
      return () => watcher.disconnect();
    },
    [context, id],
  );
}
