import { useAct } from "../../backend/act";
import type { Body } from "../../backend/ask";
import type { StationView } from "../../backend/generated/StationView";
import { useReply } from "../../backend/queries";
import { LanguageChoice, ThemeChoice, useLookWords } from "../../design/looks";
import { Problem } from "../../design/Problem";
import { Button, Fact, Mark, Panel, Skeleton } from "../../design/primitives";
import { useWords } from "../../words/language";
import { useVocabulary } from "../../words/vocabulary";
import { Changes } from "./Changes";
import { Support } from "./Support";
import "./settings.css";
import { words } from "./words";

/** This station and this desk: how it looks, who works here, what it is connected to, whether its log holds. */
export function Settings({
  station,
  prefer,
}: {
  station: StationView;
  became: (station: StationView) => void;
  prefer: (what: Partial<Body<"prefer">>) => void;
}) {
  const t = useWords(words);
  const looks = useLookWords();
  const say = useVocabulary();
  const desk = useReply("desk", {});
  const { language, theme } = station.preferences;
  if (desk.error !== null) return <Problem error={desk.error.view} />;
  if (desk.data === undefined) return <Skeleton lines={10} />;
  const marks = [
    station.demo ? t.demo : null,
    station.solo ? t.solo : null,
    station.no_keychain ? t.noKeychain : null,
  ].filter((it) => it !== null);
  return (
    <div className="settings scroll">
      <header className="page-head">
        <h1>{t.title}</h1>
      </header>
      <div className="settings-columns">
        <div className="stack">
          <Panel title={t.look}>
            <div className="stack">
              <div className="row">
                {looks.language}
                <span className="push">
                  <LanguageChoice value={language} choose={(chosen) => prefer({ language: chosen })} />
                </span>
              </div>
              <div className="row">
                {looks.theme}
                <span className="push">
                  <ThemeChoice value={theme} choose={(chosen) => prefer({ theme: chosen })} />
                </span>
              </div>
            </div>
          </Panel>
          <Panel title={t.people} flush>
            <ul className="lines">
              {desk.data.people.map((person) => (
                <li key={person.name}>
                  <b>{person.name}</b>
                  <span className="soft">{person.roles.map((role) => say("role", role)).join(" · ")}</span>
                </li>
              ))}
            </ul>
          </Panel>
          <Panel title={t.desk}>
            <dl className="stack">
              <Fact label={t.team}>
                <code className="team">{desk.data.team}</code>
              </Fact>
              <Fact label={t.marks}>{marks.length === 0 ? t.none : marks.join(" · ")}</Fact>
              <Fact label={t.version}>{station.version}</Fact>
            </dl>
          </Panel>
        </div>
        <div className="stack">
          <Changes desk={desk.data} />
          <Audit />
          <Support />
        </div>
      </div>
    </div>
  );
}

function Audit() {
  const t = useWords(words);
  const verify = useAct("verify_log");
  return (
    <Panel title={t.audit}>
      <div className="stack">
        <p className="soft">{t.auditText}</p>
        {verify.error !== null && <Problem error={verify.error.view} />}
        {verify.data !== undefined && (
          <p data-testid="verified">
            {verify.data.holds ? (
              <Mark tone="ok" glyph="✓" word={t.holds(verify.data.records.toLocaleString())} />
            ) : (
              <Mark tone="bad" glyph="✕" word={t.broken(String(verify.data.broken_at ?? "?"))} />
            )}
          </p>
        )}
        <Button className="start" disabled={verify.isPending} onClick={() => verify.mutate({})} data-testid="verify">
          {verify.isPending ? t.verifying : t.verify}
        </Button>
      </div>
    </Panel>
  );
}
