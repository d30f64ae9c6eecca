/** A page of what the owner keeps: all of them and a way to a new one, the form of one, or one with its figures. */

import type { ReactNode } from "react";
import { OwnerPage } from "./OwnerPage";
import { type Draft, type Owned, type Shelf, useOwned } from "./useOwned";
import { type OwnerWord, useTell } from "./useTell";

interface Props<Listed, Found, Plan> {
  shelf: Shelf<Listed, Found, Plan>;
  /** What the page says of itself, of the button for a new one, and where there are none. */
  words: Record<"text" | "create" | "none", OwnerWord>;
  /** What a new one begins with. */
  empty: () => Plan;
  /** What the owner noted of one. */
  note: (found: Found) => string;
  table: (all: Listed[]) => ReactNode;
  form: (given: Draft<Plan> & { taken: string[]; onSave: Owned<Listed, Found, Plan>["save"]; onClose: () => void }) => ReactNode;
  result: (found: Found, owned: Owned<Listed, Found, Plan>) => ReactNode;
}

export function OwnedPage<Listed extends { id: string }, Found, Plan>(props: Props<Listed, Found, Plan>) {
  const { shelf, words, empty, note, table, form, result } = props;
  const tell = useTell();
  const owned = useOwned(shelf);
  const { id, all, found, problem, draft, edit, heading, retry, save } = owned;
  const listed = all && (
    <>
      <button type="button" className="button strong" onClick={() => edit({ id: "", plan: empty(), isNew: true })}>
        {tell(words.create)}
      </button>
      {all.length ? table(all) : <p>{tell(words.none)}</p>}
    </>
  );
  return (
    <OwnerPage
      place={shelf.place}
      title={id ?? tell(`page_${shelf.place}`)}
      text={id === null ? tell(words.text) : found === null ? "" : note(found)}
      heading={heading}
      problem={problem}
      onLoad={retry}
    >
      {draft
        ? form({ ...draft, taken: (all ?? []).map((one) => one.id), onSave: save, onClose: () => edit(null) })
        : id === null
          ? listed
          : found && result(found, owned)}
    </OwnerPage>
  );
}
