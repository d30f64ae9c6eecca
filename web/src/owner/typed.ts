/** What the owner types into a form, and back: lists and moments. Pure functions. */

/** "a, b，c" or a line each. */
export const listOf = (text: string): string[] =>
  text
    .split(/[,，、\n]/)
    .map((part) => part.trim())
    .filter(Boolean);

/** A moment as `<input type="datetime-local">` has it, in the reader's own time zone; "" for none. */
export function localMoment(iso: string | undefined): string {
  if (!iso) return "";
  const moment = new Date(iso);
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export const isoMoment = (local: string): string => (local ? new Date(local).toISOString() : "");
