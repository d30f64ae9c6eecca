/** What the owner's pages have in common: the way to the others, a title that takes the focus, the key, and what went wrong. */

import { type ReactNode, type RefObject, useEffect, useState } from "react";
import { useLanguage } from "../i18n/language";
import { ProblemBox } from "../results/ProblemBox";
import { useShop } from "../shop/shop";
import { goTo } from "../state/location";
import { Link } from "../ui/Link";
import { isLocked, ownerKey, rememberKey } from "./call";
import { useFault } from "./faults";
import { OWNER_PAGES, type OwnerPlace } from "./places";
import { useTell } from "./useTell";

interface Props {
  place: OwnerPlace;
  title: string;
  text: string;
  /** Takes the focus when the page opens, and when something on it is done. */
  heading: RefObject<HTMLHeadingElement | null>;
  problem: unknown;
  /** Asks again: with another key, or when the shop answers again. Must be the same function from one render to the next. */
  onLoad: () => void;
  /** Shown only where nothing went wrong. */
  children: ReactNode;
}

export function OwnerPage({ place, title, text, heading, problem, onLoad, children }: Props) {
  const { facts } = useShop();
  useEffect(() => {
    document.title = `${title} · ${facts.name}`;
  }, [facts.name, title]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another title is another page
  useEffect(() => heading.current?.focus({ preventScroll: true }), [title]);
  const locked = isLocked(problem);
  const words = useFault();
  return (
    <section className="owner" aria-labelledby="owner-title">
      <OwnerNav place={place} />
      <h1 id="owner-title" ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {text && <p className="hint">{text}</p>}
      {locked && <KeyForm again={ownerKey() !== ""} onKey={onLoad} />}
      {problem !== null && !locked && <ProblemBox error={problem} onRetry={onLoad} words={words} />}
      {problem === null && children}
    </section>
  );
}

function OwnerNav({ place }: { place: OwnerPlace }) {
  const tell = useTell();
  return (
    <nav className="owner-nav" aria-label={tell("pages")}>
      {OWNER_PAGES.map((one) => (
        <Link key={one} to={`/${one}`} onGo={() => goTo(`/${one}`)} current={one === place}>
          {tell(`page_${one}`)}
        </Link>
      ))}
    </nav>
  );
}

function KeyForm({ again, onKey }: { again: boolean; onKey: () => void }) {
  const { say } = useLanguage();
  const [key, setKey] = useState("");
  return (
    <form
      className="owner-key"
      onSubmit={(event) => {
        event.preventDefault();
        rememberKey(key.trim());
        onKey();
      }}
    >
      {again && <p role="alert">{say("ruleKeyWrong")}</p>}
      <label>
        {say("ruleKey")}
        <input type="password" autoComplete="off" required value={key} onChange={(event) => setKey(event.target.value)} />
      </label>
      <button type="submit" className="button strong">
        {say("ruleKeyUse")}
      </button>
    </form>
  );
}
