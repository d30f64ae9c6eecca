/** A facet with values to tick; any of the ticked ones will do. */

import { useRefinementList } from "react-instantsearch";
import { fieldName, useLanguage, type Word } from "../i18n/language";
import { useAnswer } from "./useAnswer";

const AVAILABILITY: readonly string[] = ["in_stock", "out_of_stock", "preorder", "backorder"];

/** The paint for a colour's dot; null where the shop's name for it is not one that is known. */
const PAINTS: Record<string, string> = {
  black: "#1b1b1b",
  white: "#fff",
  gray: "#8d8f93",
  grey: "#8d8f93",
  red: "#c0392f",
  blue: "#2f62a8",
  green: "#3f7f4c",
  yellow: "#e7c63b",
  orange: "#dd7f2a",
  purple: "#74519a",
  brown: "#7b5236",
  pink: "#e29bb4",
  beige: "#d9c7a5",
  lavender: "#b7a5d6",
  navy: "#22335c",
  gold: "#c49a3c",
  silver: "#b9bcc2",
  khaki: "#a89a6a",
  teal: "#2a7d80",
  cream: "#f1e7cf",
};

/** Chinese names, for shops that name their colours in English only. */
const CHINESE: Record<string, string> = {
  black: "黑色",
  white: "白色",
  gray: "灰色",
  grey: "灰色",
  red: "红色",
  blue: "蓝色",
  green: "绿色",
  yellow: "黄色",
  orange: "橙色",
  purple: "紫色",
  brown: "棕色",
  pink: "粉色",
  beige: "米色",
  lavender: "淡紫色",
  navy: "藏青色",
  gold: "金色",
  silver: "银色",
  khaki: "卡其色",
  teal: "蓝绿色",
  cream: "奶油色",
};

/** @param label the shop's own name for it in the query's language, which is left alone where it differs from the value. */
export function colourName(value: string, label: string, language: string): string {
  return language === "zh" && label === value ? (CHINESE[value.trim().toLowerCase()] ?? label) : label;
}

export function paintOf(colour: string): string | null {
  return PAINTS[colour.trim().toLowerCase()] ?? null;
}

export function ListFacet({ field }: { field: string }) {
  const { say, language } = useLanguage();
  const { labels } = useAnswer();
  const { items, refine, toggleShowMore, isShowingMore, canToggleShowMore } = useRefinementList({
    attribute: field,
    operator: "or",
    limit: 7,
    showMore: true,
    showMoreLimit: 40,
    sortBy: ["isRefined", "count:desc", "name:asc"],
  });
  // A facet with one value that every product has says nothing, unless it is ticked.
  if (!items.length || (items.length === 1 && field === "availability" && !items[0]?.isRefined)) return null;
  const label = (value: string): string => {
    if (AVAILABILITY.includes(value)) return say(value as Word);
    const shops = labels[field]?.[value] ?? value;
    return field === "color" ? colourName(value, shops, language) : shops;
  };
  return (
    <section className="facet" aria-label={fieldName(field, say)}>
      <h3>{fieldName(field, say)}</h3>
      <ul className="ticks">
        {items.map((item) => {
          const paint = field === "color" ? paintOf(item.value) : null;
          return (
            <li key={item.value}>
              <label>
                <input type="checkbox" checked={item.isRefined} onChange={() => refine(item.value)} />
                {paint && <i className="swatch" style={{ background: paint }} />}
                <span>{label(item.value)}</span> <span className="tally">{item.count}</span>
              </label>
            </li>
          );
        })}
      </ul>
      {canToggleShowMore && (
        <button type="button" className="text-button" aria-expanded={isShowingMore} onClick={toggleShowMore}>
          {say(isShowingMore ? "fewer" : "more")}
        </button>
      )}
    </section>
  );
}
