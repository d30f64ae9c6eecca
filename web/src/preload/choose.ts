/** Which products to fetch before they are clicked. Pure: what is likely enough, on a connection that allows it. */

export interface Chance {
  id: string;
  chance: number;
}

/** What the browser says of the line; absent where it says nothing. */
export interface Line {
  saveData?: boolean;
  effectiveType?: string;
}

/** Of one page; the shop names the likeliest first. */
export const MOST = 3;

const SLOW = new Set(["slow-2g", "2g"]);

/** Whoever saves data, or has a slow line, fetches nothing that was not asked for. */
export const allows = (line: Line | undefined): boolean => !line?.saveData && !SLOW.has(line?.effectiveType ?? "");

/** @param threshold 0 switches it off. */
export function worthFetching(clicks: readonly Chance[], threshold: number, line: Line | undefined): string[] {
  if (threshold <= 0 || !allows(line)) return [];
  return clicks
    .filter(({ chance }) => chance >= threshold)
    .slice(0, MOST)
    .map(({ id }) => id);
}
