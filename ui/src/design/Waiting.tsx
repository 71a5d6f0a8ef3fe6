import { useReply } from "../backend/queries";
import { useChangeWords } from "../words/changes";
import { moment } from "../words/format";
import { bilingual, useLanguage, useWords } from "../words/language";
import { Problem } from "./Problem";
import { Panel, Skeleton } from "./primitives";

const words = bilingual(
  { waiting: "等待批准", open: "打开“机构与变更”" },
  { waiting: "Waiting for a second person", open: "Open Institutions & changes" },
);

/** What was proposed of these kinds and waits for somebody else. It is judged among the changes. */
export function Waiting({
  about,
  none,
  openChanges,
}: {
  about: readonly string[];
  none: string;
  openChanges: () => void;
}) {
  const t = useWords(words);
  const tells = useChangeWords();
  const language = useLanguage();
  const changes = useReply("changes", {});
  const waiting = changes.data?.filter((it) => it.state === "proposed" && about.includes(it.what)) ?? [];
  return (
    <Panel
      title={t.waiting}
      flush
      aside={
        <button type="button" className="link" onClick={openChanges} data-testid="open-changes">
          {t.open}
        </button>
      }
    >
      {changes.error !== null && <Problem error={changes.error.view} />}
      {changes.isPending && <Skeleton lines={2} />}
      {changes.data !== undefined && waiting.length === 0 && <p className="soft padded">{none}</p>}
      <ul className="waiting">
        {waiting.map((change) => (
          <li key={change.change} data-testid="waiting" data-what={change.what}>
            <span>{tells(change)}</span>
            <span className="soft num">
              {change.maker} · {moment(change.at, language)}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
