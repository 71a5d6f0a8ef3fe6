import type { Body } from "../../backend/ask";
import type { StationView } from "../../backend/generated/StationView";
import { LanguageChoice, ThemeChoice, useLookWords } from "../../design/looks";
import { PageHead } from "../../design/page";
import { Panel } from "../../design/primitives";
import { useWords } from "../../words/language";
import { Pin } from "./Pin";
import { words } from "./words";

/** How this station looks, and how it locks. */
export function Appearance({
  station,
  became,
  prefer,
}: {
  station: StationView;
  became: (station: StationView) => void;
  prefer: (what: Partial<Body<"prefer">>) => void;
}) {
  const t = useWords(words);
  const looks = useLookWords();
  const { language, theme } = station.preferences;
  return (
    <>
      <PageHead title={t.pages.appearance}>{t.lookText}</PageHead>
      <Panel title={t.look} flush>
        <ul className="lines">
          <li>
            {looks.language}
            <LanguageChoice value={language} choose={(chosen) => prefer({ language: chosen })} />
          </li>
          <li>
            {looks.theme}
            <ThemeChoice value={theme} choose={(chosen) => prefer({ theme: chosen })} />
          </li>
        </ul>
      </Panel>
      <Pin station={station} became={became} />
    </>
  );
}
