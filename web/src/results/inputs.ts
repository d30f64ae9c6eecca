/** Which inputs the present search has, and what is known of each. Pure functions. */

import type { Answer, Modality, Progress, Reading } from "@omnishelf/instantsearch-client";
import type { Place } from "../state/location";
import type { SearchState } from "../state/urlstate";

export interface GivenInput {
  modality: Modality;
  reading: Reading | null;
  pending: boolean;
}

export function givenInputs(place: Place, answer: Answer | null, progress: Progress): GivenInput[] {
  const { state, memo } = place;
  const given: Modality[] = [];
  if (state.query) given.push("words");
  if (memo.photo || state.like) given.push("photo");
  if (memo.recording || state.said !== null) given.push("voice");
  return given.map((modality) => ({
    modality,
    reading: answer?.understood.modalities.find((r) => r.modality === modality) ?? null,
    pending: progress.reading.includes(modality),
  }));
}

/** The search without one of its inputs; the others share its weight. */
export function withoutInput(modality: Modality): Partial<SearchState> {
  const change: Partial<SearchState> = { weights: {}, dropped: [] };
  if (modality === "words") return { ...change, query: "" };
  return modality === "photo" ? { ...change, like: "" } : { ...change, said: null };
}

/** Shares after one is set to `share` (0..1): the others keep their proportion and fill the rest. */
export function reweighed(inputs: readonly GivenInput[], modality: Modality, share: number): Partial<Record<Modality, number>> {
  const others = inputs.filter((i) => i.modality !== modality);
  const sum = others.reduce((total, i) => total + (i.reading?.weight ?? 0), 0);
  const rest = others.map(
    (i) => [i.modality, sum > 0 ? ((i.reading?.weight ?? 0) / sum) * (1 - share) : (1 - share) / others.length] as const,
  );
  return Object.fromEntries([[modality, share], ...rest]);
}

export function sureness(confidence: number): "sure" | "fairlySure" | "unsure" {
  if (confidence >= 0.75) return "sure";
  return confidence >= 0.4 ? "fairlySure" : "unsure";
}
