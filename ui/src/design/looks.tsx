import type { Language } from "../backend/generated/Language";
import type { Theme } from "../backend/generated/Theme";
import { bilingual, useWords } from "../words/language";
import { Segments } from "./primitives";

const words = bilingual(
  { language: "界面语言", theme: "明暗", light: "浅色", dark: "深色", system: "跟随系统" },
  { language: "Language of the screen", theme: "Light or dark", light: "Light", dark: "Dark", system: "System" },
);

/** What these choices are called, where the name stands beside them. */
export const useLookWords = () => useWords(words);

/** The language of the screen. Each is written in itself, so that who cannot read the one finds the other. */
export function LanguageChoice({
  value,
  choose,
  brief,
}: {
  value: Language;
  choose: (language: Language) => void;
  brief?: boolean;
}) {
  const t = useWords(words);
  return (
    <Segments
      label={t.language}
      value={value}
      options={[
        { value: "zh", label: brief ? "中" : "中文" },
        { value: "en", label: brief ? "EN" : "English" },
      ]}
      choose={choose}
    />
  );
}

/** Light, dark, or as the operating system has it. */
export function ThemeChoice({ value, choose }: { value: Theme; choose: (theme: Theme) => void }) {
  const t = useWords(words);
  return (
    <Segments
      label={t.theme}
      value={value}
      options={[
        { value: "light", label: t.light },
        { value: "dark", label: t.dark },
        { value: "system", label: t.system },
      ]}
      choose={choose}
    />
  );
}
