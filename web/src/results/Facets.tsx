/** The filters: category tree, price, and lists of values. On a phone the same element is a sheet. */

import { PATH_SEPARATOR } from "@omnishelf/instantsearch-client";
import { useCallback, useEffect, useRef } from "react";
import { useHierarchicalMenu, useInstantSearch } from "react-instantsearch";
import { useLanguage } from "../i18n/language";
import { search, usePlace } from "../state/location";
import { CATEGORY_LEVELS } from "../state/router";
import { isFiltered, LIST_FACETS, withoutFilters } from "../state/urlstate";
import { Icon } from "../ui/Icon";
import { useMedia } from "../ui/useMedia";
import { ListFacet } from "./ListFacet";
import { PriceFacet } from "./PriceFacet";
import { useAnswer } from "./useAnswer";

export function Facets({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { say } = useLanguage();
  const { results } = useInstantSearch();
  const { state } = usePlace();
  const phone = useMedia("(max-width: 860px)");
  const sheet = useRef<HTMLElement>(null);

  useEffect(() => {
    if (!phone || !open) return;
    const before = document.activeElement;
    sheet.current?.querySelector<HTMLElement>("button")?.focus();
    document.documentElement.classList.add("sheet-open");
    return () => {
      document.documentElement.classList.remove("sheet-open");
      if (before instanceof HTMLElement) before.focus();
    };
  }, [phone, open]);
  const keep = useCallback((event: React.KeyboardEvent) => keepFocus(event, sheet.current), []);

  const dialog = phone ? ({ role: "dialog", "aria-modal": true } as const) : {};
  return (
    <>
      {phone && open && <div className="sheet-veil" onPointerDown={onClose} aria-hidden="true" />}
      <aside
        ref={sheet}
        className={`filters ${open ? "open" : ""}`}
        aria-label={say("filters")}
        inert={phone && !open}
        {...dialog}
        onKeyDown={(event) => {
          if (!phone) return;
          if (event.key === "Escape") onClose();
          keep(event);
        }}
      >
        <header className="filters-head">
          <h2>{say("filters")}</h2>
          {isFiltered(state) && (
            <button type="button" className="text-button" onClick={() => search(withoutFilters(state))}>
              {say("filtersClear")}
            </button>
          )}
          {phone && (
            <button type="button" className="icon-button" aria-label={say("close")} onClick={onClose}>
              <Icon name="close" />
            </button>
          )}
        </header>
        <div className="filters-body">
          <Categories />
          <PriceFacet />
          {LIST_FACETS.map((field) => (
            <ListFacet key={field} field={field} />
          ))}
        </div>
        {phone && (
          <footer className="filters-foot">
            <button type="button" className="button strong" onClick={onClose}>
              {say("filtersDone", { n: results?.nbHits ?? 0 })}
            </button>
          </footer>
        )}
      </aside>
    </>
  );
}

/** Tab goes round inside an open sheet. */
function keepFocus(event: React.KeyboardEvent, sheet: HTMLElement | null): void {
  if (event.key !== "Tab" || !sheet) return;
  const stops = [...sheet.querySelectorAll<HTMLElement>("button, input, a[href], summary")].filter(
    (e) => !e.hasAttribute("disabled"),
  );
  const [first, last] = [stops[0], stops.at(-1)];
  if (event.shiftKey && document.activeElement === first) {
    event.preventDefault();
    last?.focus();
  } else if (!event.shiftKey && document.activeElement === last) {
    event.preventDefault();
    first?.focus();
  }
}

interface Branch {
  value: string;
  label: string;
  count: number;
  isRefined: boolean;
  data: Branch[] | null;
}

function Categories() {
  const { say } = useLanguage();
  const { labels } = useAnswer();
  const { items, refine } = useHierarchicalMenu({ attributes: CATEGORY_LEVELS, limit: 12, sortBy: ["count:desc"] });
  // The shop may label a path in the reader's language, as a whole path or as its last part.
  const label = (branch: Branch): string => labels["category"]?.[branch.value]?.split(PATH_SEPARATOR).pop() ?? branch.label;
  if (!items.length) return null;
  return (
    <section className="facet" aria-label={say("category")}>
      <h3>{say("category")}</h3>
      <Branches items={items as Branch[]} label={label} refine={refine} />
    </section>
  );
}

function Branches({
  items,
  label,
  refine,
}: {
  items: Branch[];
  label: (branch: Branch) => string;
  refine: (value: string) => void;
}) {
  return (
    <ul className="tree">
      {items.map((item) => (
        <li key={item.value}>
          <button
            type="button"
            className={item.isRefined ? "chosen" : ""}
            aria-pressed={item.isRefined}
            onClick={() => refine(item.value)}
          >
            <span>{label(item)}</span> <span className="tally">{item.count}</span>
          </button>
          {item.data && item.data.length > 0 && <Branches items={item.data} label={label} refine={refine} />}
        </li>
      ))}
    </ul>
  );
}
