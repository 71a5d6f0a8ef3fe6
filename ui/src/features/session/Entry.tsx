import type { ReactNode } from "react";
import type { Body } from "../../backend/ask";
import type { StationView } from "../../backend/generated/StationView";
import { Segments } from "../../design/primitives";
import { bilingual, useWords } from "../../words/language";
import { words } from "./words";
import "./session.css";

const labels = bilingual(
  { language: "界面语言", theme: "明暗", light: "浅色", dark: "深色", system: "系统" },
  { language: "Language of the screen", theme: "Light or dark", light: "Light", dark: "Dark", system: "System" },
);

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
  const l = useWords(labels);
  const { language, theme } = station.preferences;
  return (
    <div className="entry scroll">
      <div className={wide ? "entry-card wide" : "entry-card"}>
        <header>
          <div>
            <strong>{t.brand}</strong>
            <span className="soft">{t.tagline}</span>
          </div>
          <Segments
            label={l.language}
            value={language}
            options={[
              { value: "zh", label: "中文" },
              { value: "en", label: "English" },
            ]}
            choose={(chosen) => prefer({ language: chosen })}
          />
        </header>
        <main>{children}</main>
        <footer className="row">
          <span className="soft">{t.version(station.version)}</span>
          <span className="push">
            <Segments
              label={l.theme}
              value={theme}
              options={[
                { value: "light", label: l.light },
                { value: "dark", label: l.dark },
                { value: "system", label: l.system },
              ]}
              choose={(chosen) => prefer({ theme: chosen })}
            />
          </span>
        </footer>
      </div>
    </div>
  );
}
