import { createContext, type ReactNode, useContext, useMemo } from "react";
import type { BilingualView } from "../backend/generated/BilingualView";
import type { Language } from "../backend/generated/Language";

const Current = createContext<Language>("zh");

export function LanguageProvider({ language, children }: { language: Language; children: ReactNode }) {
  return <Current.Provider value={language}>{children}</Current.Provider>;
}

export const useLanguage = () => useContext(Current);

type Wording = string | ((...values: never[]) => string) | { [key: string]: Wording };
type Same<T> = T extends string
  ? string
  : T extends (...values: infer V) => string
    ? (...values: V) => string
    : { [K in keyof T]: Same<T[K]> };

/** Words in both languages. English must have exactly the shape of Chinese: a missing word does not compile. */
export function bilingual<const T extends { [key: string]: Wording }>(
  zh: T,
  en: Same<T>,
): { zh: Same<T>; en: Same<T> } {
  return { zh: zh as unknown as Same<T>, en };
}

/** The words in the language of the screen. */
export function useWords<T>(words: { zh: T; en: T }): T {
  return words[useLanguage()];
}

/** One text of the house in the language of the screen. */
export function useText(): (text: BilingualView) => string {
  const language = useLanguage();
  return useMemo(() => (text) => text[language], [language]);
}
