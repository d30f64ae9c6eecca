/** The page's language: the one chosen before, or else the browser's. */

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { en } from "./en";
import { zh } from "./zh";

export type Language = "en" | "zh";
export type Word = keyof typeof en;
export type Say = (word: Word, values?: Record<string, string | number>) => string;

const DICTIONARIES: Record<Language, Record<Word, string>> = { en, zh };
const REMEMBERED = "omnishelf.language";

export function fill(template: string, values: Record<string, string | number> = {}): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** @param asked the browser's languages, best first. */
export function chooseLanguage(remembered: string | null, asked: readonly string[]): Language {
  if (remembered === "en" || remembered === "zh") return remembered;
  for (const tag of asked) {
    const primary = tag.toLowerCase().split("-")[0];
    if (primary === "en" || primary === "zh") return primary;
  }
  return "en";
}

/** A field of the catalogue for people: "sleeve_length" has no translation, and is shown as "Sleeve length". */
export function fieldName(field: string, say: Say): string {
  if (`field_${field}` in en) return say(`field_${field}` as Word);
  const words = field.replace(/[_-]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

interface Speech {
  language: Language;
  setLanguage: (language: Language) => void;
  say: Say;
}

const Context = createContext<Speech | null>(null);

export function LanguageProvider({ children, initial }: { children: ReactNode; initial: Language }) {
  const [language, setLanguage] = useState(initial);
  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    localStorage.setItem(REMEMBERED, language);
  }, [language]);
  const speech = useMemo<Speech>(
    () => ({ language, setLanguage, say: (word, values) => fill(DICTIONARIES[language][word], values) }),
    [language],
  );
  return <Context value={speech}>{children}</Context>;
}

export const firstLanguage = (): Language => chooseLanguage(localStorage.getItem(REMEMBERED), navigator.languages);

export function useLanguage(): Speech {
  const speech = useContext(Context);
  if (!speech) throw new Error("useLanguage is used outside of LanguageProvider");
  return speech;
}
