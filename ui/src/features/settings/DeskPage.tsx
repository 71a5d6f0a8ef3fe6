import type { StationView } from "../../backend/generated/StationView";
import { useReply } from "../../backend/queries";
import { Problem } from "../../design/Problem";
import { PageHead } from "../../design/page";
import { Fact, Panel, Skeleton } from "../../design/primitives";
import { useWords } from "../../words/language";
import { words } from "./words";

/** What this desk is: its id, its marks for ever, the program's version. */
export function DeskPage({ station }: { station: StationView }) {
  const t = useWords(words);
  const desk = useReply("desk", {});
  const marks = [
    station.demo ? t.demo : null,
    station.solo ? t.solo : null,
    station.no_keychain ? t.noKeychain : null,
  ].filter((it) => it !== null);
  return (
    <>
      <PageHead title={t.pages.desk}>{t.deskText}</PageHead>
      {desk.error !== null && <Problem error={desk.error.view} />}
      {desk.isPending && <Skeleton lines={6} />}
      {desk.data !== undefined && (
        <Panel title={t.desk}>
          <dl className="desk-facts">
            <Fact label={t.team} beside={t.teamHint}>
              <code className="team">{desk.data.team}</code>
            </Fact>
            <Fact label={t.marks} beside={t.marksHint}>
              {marks.length === 0 ? t.none : marks.join(" · ")}
            </Fact>
            <Fact label={t.version}>
              <span className="num">{station.version}</span>
            </Fact>
          </dl>
        </Panel>
      )}
    </>
  );
}
