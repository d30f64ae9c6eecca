/** Which page of the owner's an address is, and what on it. */

export const OWNER_PAGES = ["rules", "experiments", "offers"] as const;
export type OwnerPlace = (typeof OWNER_PAGES)[number];

export const ownerPlace = (path: string): OwnerPlace | null =>
  OWNER_PAGES.find((place) => path === `/${place}` || path.startsWith(`/${place}/`)) ?? null;

/** The id in "/experiments/ID"; null on the page that lists them all. */
export function idIn(path: string): string | null {
  const match = /^\/[a-z]+\/([^/]+)\/?$/.exec(path);
  try {
    return match?.[1] ? decodeURIComponent(match[1]) : null;
  } catch {
    return null;
  }
}

export const addressOfId = (place: OwnerPlace, id: string): string => `/${place}/${encodeURIComponent(id)}`;
