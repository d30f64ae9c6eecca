/** The shop's name, the search bar, the language and the light. */

import { useState } from "react";
import { useLanguage } from "../i18n/language";
import { SearchBar } from "../search/SearchBar";
import { useShop } from "../shop/shop";
import { goTo, search } from "../state/location";
import { NOTHING } from "../state/urlstate";
import { Icon } from "./Icon";
import { Link } from "./Link";
import { applyTheme, firstTheme, THEMES, type Theme } from "./theme";

const THEME_ICON = { auto: "auto", light: "sun", dark: "moon" } as const;
const THEME_WORD = { auto: "themeAuto", light: "themeLight", dark: "themeDark" } as const;

export function Header() {
  const { say, language, setLanguage } = useLanguage();
  const { facts } = useShop();
  const [theme, setTheme] = useState<Theme>(firstTheme);
  const themeName = say("themeLabel", { theme: say(THEME_WORD[theme]) });
  return (
    <header className="top">
      <div className="top-inner">
        <Link className="brand" to="/" label={say("home", { shop: facts.name })} onGo={() => search(NOTHING, {})}>
          <Mark />
          <span>{facts.name}</span>
        </Link>
        <SearchBar />
        <div className="top-tools">
          <Link className="text-button parcels-link" to="/parcels" onGo={() => goTo("/parcels")}>
            {say("parcelsLink")}
          </Link>
          <button
            type="button"
            className="text-button language"
            lang={language === "en" ? "zh-CN" : "en"}
            aria-label={say("otherLanguageLabel")}
            onClick={() => setLanguage(language === "en" ? "zh" : "en")}
          >
            {say("otherLanguage")}
          </button>
          <button
            type="button"
            className="icon-button"
            aria-label={themeName}
            title={themeName}
            onClick={() => {
              const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "auto";
              applyTheme(next);
              setTheme(next);
            }}
          >
            <Icon name={THEME_ICON[theme]} />
          </button>
        </div>
      </div>
    </header>
  );
}

/** Three things on a shelf: words, photo, voice. */
function Mark() {
  return (
    <svg className="mark" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M2 21.5h20" className="mark-shelf" />
      <rect x="4" y="9" width="4" height="10" rx="1" className="mark-words" />
      <rect x="10" y="4" width="4" height="15" rx="1" className="mark-photo" />
      <rect x="16" y="7" width="4" height="12" rx="1" className="mark-voice" />
    </svg>
  );
}
