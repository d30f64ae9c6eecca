/** The answer behind the page that InstantSearch shows, and the labels of its facets. */

import type { Answer, OmnishelfExtras } from "@omnishelf/instantsearch-client";
import { useInstantSearch } from "react-instantsearch";

export function useAnswer(): { answer: Answer | null; labels: OmnishelfExtras["labels"] } {
  const { results } = useInstantSearch();
  // The client puts the whole answer beside Algolia's own fields; InstantSearch passes it through.
  const extras = (results as unknown as { omnishelf?: OmnishelfExtras }).omnishelf;
  return { answer: extras?.answer ?? null, labels: extras?.labels ?? {} };
}
