/** Above the shelf: how many there are, in which order, and the way to the filters on a phone. */

import type { Answer } from "@omnishelf/instantsearch-client";
import { useSortBy } from "react-instantsearch";
import { type Say, useLanguage } from "../i18n/language";
import { search, usePlace } from "../state/location";
import { indexOfSort } from "../state/router";
import { SORTS } from "../state/urlstate";
import { Icon } from "../ui/Icon";

export function countWords(total: number, exact: boolean, language: string, say: Say): string {
  const n = new Intl.NumberFormat(language).format(total);
  if (!exact) return say("countAtLeast", { n });
  return total === 1 ? say("countOne") : say("count", { n });
}

export function Toolbar({ answer, asked, onFilters }: { answer: Answer | null; asked: boolean; onFilters: () => void }) {
  const { say, language } = useLanguage();
  const { state } = usePlace();
  // Registers the order with InstantSearch; the choice itself goes through the address.
  useSortBy({ items: SORTS.map((sort) => ({ value: indexOfSort(sort), label: sort })) });
  const chosen =
    state.category.length + Object.values(state.lists).flat().length + Number(state.price.min !== null || state.price.max !== null);
  return (
    <div className="toolbar">
      <div>
        <h1 id="results-title" tabIndex={-1}>
          {say(asked ? "resultsFor" : "allProducts")}
        </h1>
        {answer && (
          <p className="tally">
            {countWords(answer.total, answer.total_exact, language, say)}
            {answer.took_ms["total"] !== undefined && (
              <> · {say("took", { ms: Math.max(1, Math.round(answer.took_ms["total"])) })}</>
            )}
          </p>
        )}
      </div>
      <button type="button" className="button filters-button" onClick={onFilters}>
        <Icon name="filters" /> {chosen ? say("filtersCount", { n: chosen }) : say("filtersShow")}
      </button>
      <label className="sort">
        <span>{say("sort")}</span>
        <select
          value={state.sort}
          onChange={(event) => search({ sort: SORTS.find((s) => s === event.target.value) ?? "relevance" })}
        >
          {SORTS.map((sort) => (
            <option key={sort} value={sort}>
              {say(`sort_${sort}`)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
