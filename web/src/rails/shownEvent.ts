/** A row of recommendations that came into view, as an event. */

import type { Told } from "../collect/queue";
import type { Advice, Advised, Wanted } from "./api";

/** What is told of a row; chances only where something in it was drawn. */
export function shownEvent(context: Wanted["context"], advice: Advice, items: readonly Advised[]): Partial<Told> {
  const drawn = items.some((one) => one.propensity < 1);
  return {
    query_id: advice.query_id,
    place: context,
    shown: items.map((one) => one.id),
    ...(drawn ? { chances: items.map((one) => one.propensity) } : {}),
  };
}
