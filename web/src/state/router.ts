/** Joins InstantSearch to the address: its state is the search part of the URL, read and written through `location.ts`. */

import type { Inputs } from "@omnishelf/instantsearch-client";
import type { Router, StateMapping, UiState } from "instantsearch.js";
import { whoAsks } from "../collect/collector";
import { heldBlob } from "./blobs";
import { addressOf, currentPlace, goTo, onPlace, type Place } from "./location";
import { formatState, NOTHING, type SearchState, SORTS } from "./urlstate";

export const INDEX = "products";
export const CATEGORY_LEVELS = ["category.lvl0", "category.lvl1", "category.lvl2", "category.lvl3"];

export const indexOfSort = (sort: string): string => (sort === "relevance" ? INDEX : `${INDEX}_${sort}`);

/** The part of a search that InstantSearch keeps. */
export function toUiState(state: SearchState): UiState {
  const { min, max } = state.price;
  return {
    [INDEX]: {
      ...(state.query ? { query: state.query } : {}),
      ...(state.page > 1 ? { page: state.page } : {}),
      ...(state.sort === "relevance" ? {} : { sortBy: indexOfSort(state.sort) }),
      ...(state.category.length ? { hierarchicalMenu: { "category.lvl0": state.category } } : {}),
      ...(Object.keys(state.lists).length ? { refinementList: state.lists } : {}),
      ...(min === null && max === null ? {} : { range: { price: `${min ?? ""}:${max ?? ""}` } }),
    },
  };
}

export function fromUiState(uiState: UiState, rest: SearchState): SearchState {
  const index = uiState[INDEX] ?? {};
  const [low, high] = (index.range?.["price"] ?? ":").split(":");
  const lists = Object.entries(index.refinementList ?? {}).filter(([, values]) => values.length);
  return {
    ...rest,
    query: index.query ?? "",
    page: index.page ?? 1,
    sort: SORTS.find((s) => indexOfSort(s) === index.sortBy) ?? "relevance",
    category: index.hierarchicalMenu?.["category.lvl0"] ?? [],
    lists: Object.fromEntries(lists),
    price: { min: low ? Number(low) : null, max: high ? Number(high) : null },
  };
}

/** The part of a search that goes to the client beside InstantSearch's state. */
export function inputsOf({ state, memo }: Place, language: string): Inputs {
  const photo = heldBlob(memo.photo);
  const recording = heldBlob(memo.recording);
  const browsing = !state.query && !recording && state.said === null;
  return {
    photo,
    imageProduct: photo ? "" : state.like,
    crop: memo.crop ?? null,
    recording: state.said === null ? recording : null,
    transcript: state.said,
    weights: state.weights,
    dropped: state.dropped,
    unwanted: state.unwanted,
    // Words decide their own language; what was understood of them is told in the page's.
    language: browsing ? language : "",
    labels: language,
    ...whoAsks(),
  };
}

/** Equal for places that ask the same. */
const questionOf = (place: Place): string =>
  JSON.stringify([formatState(place.state), place.memo.photo, place.memo.recording, place.memo.crop]);

/** @param prepare is called before each search with the place that is searched. */
export function urlRouting(prepare: (place: Place) => void): { router: Router; stateMapping: StateMapping } {
  let asked = questionOf(currentPlace());
  let stop = (): void => undefined;
  return {
    router: {
      read: () => {
        prepare(currentPlace());
        return currentPlace().path === "/" ? toUiState(currentPlace().state) : toUiState(NOTHING);
      },
      write: (uiState) => {
        const place = currentPlace();
        if (place.path !== "/") return;
        const address = addressOf("/", fromUiState(uiState, place.state));
        if (address !== addressOf("/", place.state)) {
          asked = JSON.stringify([address.slice(1), place.memo.photo, place.memo.recording, place.memo.crop]);
          goTo(address, place.memo);
        }
      },
      createURL: (uiState) => addressOf("/", fromUiState(uiState, currentPlace().state)),
      onUpdate: (callback) => {
        stop = onPlace(() => {
          const place = currentPlace();
          const question = questionOf(place);
          if (place.path !== "/" || question === asked) return;
          asked = question;
          prepare(place);
          if (!place.noted) callback(toUiState(place.state));
        });
      },
      dispose: () => stop(),
    },
    stateMapping: { stateToRoute: (uiState) => uiState, routeToState: (route) => route },
  };
}
