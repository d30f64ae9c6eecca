/** A suggestion's text: what was typed as it is, what would be added to it in bold. */

import type { Suggestion } from "../shop/api";

export interface Part {
  text: string;
  typed: boolean;
}

/** @param spans `[start, stop)` of what was typed, in characters (code points, as Python counts them), in order. */
export function partsOf(text: string, spans: readonly (readonly [number, number])[]): Part[] {
  const characters = [...text];
  const parts: Part[] = [];
  let at = 0;
  const add = (stop: number, typed: boolean) => {
    if (stop > at) parts.push({ text: characters.slice(at, stop).join(""), typed });
    at = Math.max(at, stop);
  };
  for (const [start, stop] of spans) {
    add(start, false);
    add(stop, true);
  }
  add(characters.length, false);
  return parts;
}

export function Completed({ suggestion }: { suggestion: Suggestion }) {
  const spans = suggestion.spans ?? [];
  // Without a known place nothing is told apart, rather than all of it being bold.
  if (spans.length === 0) return suggestion.text;
  return partsOf(suggestion.text, spans).map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: a piece of text is its place
    part.typed ? <span key={index}>{part.text}</span> : <b key={index}>{part.text}</b>,
  );
}
