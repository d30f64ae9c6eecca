/** A text with the query's words marked. */

import { highlight } from "@omnishelf/instantsearch-client";

/** Characters that no product's words hold (Unicode's private use area). */
const OPEN = "\ue000";
const CLOSE = "\ue001";

export function Marked({ text, query }: { text: string; query: string }) {
  const parts = highlight(text, query, OPEN, CLOSE).value.split(OPEN);
  return parts.map((part, index) => {
    const [marked, plain] = index === 0 ? ["", part] : (part.split(CLOSE) as [string, string]);
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: a piece of text is its place
      <span key={index}>
        {marked && <mark>{marked}</mark>}
        {plain}
      </span>
    );
  });
}
