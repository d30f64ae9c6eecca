/** The first page's greeting: what can be done here, and three searches to try. */

import { useLanguage } from "../i18n/language";
import { addressOf, search } from "../state/location";
import { NOTHING } from "../state/urlstate";
import { Link } from "../ui/Link";

const EXAMPLES = ["example1", "example2", "example3"] as const;

export function Hero() {
  const { say } = useLanguage();
  return (
    <section className="hero" aria-label={say("hero")}>
      <p className="hero-line">{say("hero")}</p>
      <p className="hero-text">{say("heroText")}</p>
      <p className="hero-tries">
        <span>{say("tryOne")}</span>
        {EXAMPLES.map((example) => {
          const state = { ...NOTHING, query: say(example) };
          return (
            <Link key={example} to={addressOf("/", state)} onGo={() => search(state, {})}>
              {say(example)}
            </Link>
          );
        })}
      </p>
    </section>
  );
}
