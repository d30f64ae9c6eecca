/** The words of the owner's pages: a dictionary of their own, which shoppers do not load. */

import { useMemo } from "react";
import { fill, type Language, useLanguage } from "../i18n/language";
import { en } from "./words.en";
import { zh } from "./words.zh";

export type OwnerWord = keyof typeof en;
export type Tell = (word: OwnerWord, values?: Record<string, string | number>) => string;

const DICTIONARIES: Record<Language, Record<OwnerWord, string>> = { en, zh };

export function useTell(): Tell {
  const { language } = useLanguage();
  return useMemo(() => (word, values) => fill(DICTIONARIES[language][word], values), [language]);
}
