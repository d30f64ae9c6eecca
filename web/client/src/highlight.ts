/** Marks the query's words in a product's words; done here because Omnishelf answers with plain text. */

import type { Highlighted } from "./algolia.js";

const HAN = /\p{Script=Han}/u;

/** Words worth marking: Latin words of two letters or more, runs of Chinese characters, model numbers. */
export function queryTerms(query: string): string[] {
  const words = query.toLowerCase().match(/\p{Script=Han}+|[\p{L}\p{N}][\p{L}\p{N}.'’-]*/gu) ?? [];
  const terms = words.flatMap((word) => {
    if (!HAN.test(word)) return word.length > 1 ? [word] : [];
    // Chinese has no spaces, so every pair of neighbours may be a word of its own.
    const characters = [...word];
    return characters.length < 2 ? characters : characters.slice(1).map((c, i) => `${characters[i]}${c}`);
  });
  return [...new Set(terms)];
}

/** Where `term` starts a word of `text` (or stands anywhere, for Chinese), as [start, end) pairs. */
function occurrences(text: string, term: string): [number, number][] {
  const found: [number, number][] = [];
  const stem = !HAN.test(term) && term.length > 3 ? term.replace(/(es|s)$/, "") : term;
  for (let at = text.indexOf(stem); at >= 0; at = text.indexOf(stem, at + 1)) {
    const before = at === 0 ? "" : (text[at - 1] as string);
    if (HAN.test(term) || !/[\p{L}\p{N}]/u.test(before)) {
      const rest = HAN.test(term) ? "" : (/^[\p{L}\p{N}]*/u.exec(text.slice(at + stem.length))?.[0] ?? "");
      // "run" marks "running" whole, but a short term must not swallow an unrelated long word.
      if (rest.length <= Math.max(3, stem.length)) found.push([at, at + stem.length + rest.length]);
    }
  }
  return found;
}

export function highlight(text: string, query: string, pre = "<em>", post = "</em>"): Highlighted {
  const lower = text.toLowerCase();
  const terms = queryTerms(query);
  // Lower-casing a few letters changes their length (İ); positions would then be wrong, so nothing is marked.
  if (lower.length !== text.length || !terms.length) return { value: text, matchLevel: "none", matchedWords: [] };
  const matchedWords = terms.filter((term) => occurrences(lower, term).length);
  const spans = matchedWords.flatMap((term) => occurrences(lower, term)).sort((a, b) => a[0] - b[0]);
  let value = "";
  let done = 0;
  for (let i = 0; i < spans.length; ) {
    let [start, end] = spans[i] as [number, number];
    for (i += 1; i < spans.length && (spans[i] as [number, number])[0] <= end; i += 1)
      end = Math.max(end, (spans[i] as [number, number])[1]);
    start = Math.max(start, done);
    value += text.slice(done, start) + pre + text.slice(start, end) + post;
    done = end;
  }
  const matchLevel = matchedWords.length === 0 ? "none" : matchedWords.length === terms.length ? "full" : "partial";
  return { value: value + text.slice(done), matchLevel, matchedWords };
}
