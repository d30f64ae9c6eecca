/** What the pages of experiments and offers do alike: they list them, show one with its figures, and edit, save and announce. */

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { goTo, usePlace } from "../state/location";
import { useAnnounce } from "../ui/Announcer";
import { addressOfId, idIn, type OwnerPlace } from "./places";
import { type OwnerWord, useTell } from "./useTell";

/** Where they come from and go to. Must be the same object from one render to the next. */
export interface Shelf<Listed, Found, Plan> {
  place: OwnerPlace;
  all: () => Promise<Listed[]>;
  one: (id: string) => Promise<Found>;
  put: (id: string, plan: Plan) => Promise<unknown>;
  /** Said when one is saved, with its `{id}`. */
  saved: OwnerWord;
}

export interface Draft<Plan> {
  id: string;
  plan: Plan;
  isNew: boolean;
}

export interface Owned<Listed, Found, Plan> {
  /** Of the one whose page this is; null on the page that lists them all. */
  id: string | null;
  all: Listed[] | null;
  /** What was read of `id`; null until then. */
  found: Found | null;
  problem: unknown;
  draft: Draft<Plan> | null;
  edit: (draft: Draft<Plan> | null) => void;
  heading: RefObject<HTMLHeadingElement | null>;
  load: () => Promise<void>;
  retry: () => void;
  /** Something was done: read again, say so, and take the focus back to the title. */
  done: (message: string) => Promise<void>;
  save: (id: string, plan: Plan) => Promise<void>;
}

export function useOwned<Listed, Found, Plan>(shelf: Shelf<Listed, Found, Plan>): Owned<Listed, Found, Plan> {
  const tell = useTell();
  const announce = useAnnounce();
  const id = idIn(usePlace().path);
  const [all, setAll] = useState<Listed[] | null>(null);
  const [read, setRead] = useState<{ id: string; found: Found } | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [draft, edit] = useState<Draft<Plan> | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);

  const load = useCallback(async () => {
    setProblem(null);
    try {
      if (id === null) setAll(await shelf.all());
      else setRead({ id, found: await shelf.one(id) });
    } catch (error) {
      setProblem(error);
    }
  }, [id, shelf]);
  const retry = useCallback(() => void load(), [load]);
  useEffect(() => {
    setRead(null);
    edit(null);
    retry();
  }, [retry]);

  const done = async (message: string) => {
    edit(null);
    await load();
    announce(message);
    heading.current?.focus();
  };
  const save = async (name: string, plan: Plan) => {
    await shelf.put(name, plan);
    const saved = tell(shelf.saved, { id: name });
    if (id === name) return done(saved);
    announce(saved);
    goTo(addressOfId(shelf.place, name));
  };
  return { id, all, found: read?.id === id ? read.found : null, problem, draft, edit, heading, load, retry, done, save };
}
