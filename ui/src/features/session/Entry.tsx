import type { ReactNode } from "react";
import type { Body } from "../../backend/ask";
import type { StationView } from "../../backend/generated/StationView";
import { LanguageChoice, ThemeChoice } from "../../design/looks";
import { useWords } from "../../words/language";
import { words } from "./words";
import "./session.css";

export type EntryProps = {
  station: StationView;
  became: (station: StationView) => void;
  prefer: (what: Partial<Body<"prefer">>) => void;
};

/** What stands around everything that happens before somebody works: brand, language, theme, version. */
export function Entry({
  station,
  prefer,
  wide,
  children,
}: Omit<EntryProps, "became"> & { wide?: boolean; children: ReactNode }) {
  const t = useWords(words);
  const { language, theme } = station.preferences;
  return (
    <div className="entry scroll">
      <div className={wide ? "entry-card wide" : "entry-card"}>
        <header>
          <div>
            <strong>{t.brand}</strong>
            <span className="soft">{t.tagline}</span>
          </div>
          <LanguageChoice value={language} choose={(chosen) => prefer({ language: chosen })} />
        </header>
        <main>{children}</main>
        <footer className="row">
          <span className="soft">{t.version(station.version)}</span>
          <span className="push">
            <ThemeChoice value={theme} choose={(chosen) => prefer({ theme: chosen })} />
          </span>
        </footer>
      </div>
    </div>
  );
}
