import { useMemo, useState } from "react";
import type { RevealEntryView } from "../../backend/generated/RevealEntryView";
import { useReveals } from "../../backend/queries";
import { Problem } from "../../design/Problem";
import { PageHead } from "../../design/page";
import { Button, Panel, Skeleton } from "../../design/primitives";
import { moment } from "../../words/format";
import { useLanguage, useWords } from "../../words/language";
import { useVocabulary } from "../../words/vocabulary";
import "./reveals.css";
import { words } from "./words";

const EVERYBODY = "";

/** Who was shown what in clear: page by page from the newest, and of one person where that is wanted. */
export function RevealLog() {
  const t = useWords(words);
  const log = useReveals();
  const [person, setPerson] = useState(EVERYBODY);
  const read = useMemo(() => log.data?.pages.flatMap((page) => page.entries) ?? [], [log.data]);
  const people = useMemo(() => [...new Set(read.map((it) => it.person))].sort(), [read]);
  const entries = person === EVERYBODY ? read : read.filter((it) => it.person === person);
  return (
    <>
      <PageHead title={t.title}>{t.text}</PageHead>
      {log.error !== null && <Problem error={log.error.view} />}
      <Panel
        title={t.log}
        flush
        aside={
          read.length > 0 && (
            <>
              <span className="num" role="status" data-testid="reveals-count">
                {t.shown(entries.length.toLocaleString(), read.length.toLocaleString())}
              </span>
              <select
                className="input"
                value={person}
                aria-label={t.person}
                data-testid="reveals-person"
                onChange={(event) => setPerson(event.target.value)}
              >
                <option value={EVERYBODY}>{t.everybody}</option>
                {people.map((name) => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
              </select>
            </>
          )
        }
      >
        {log.isPending && <Skeleton lines={10} />}
        {log.isSuccess && read.length === 0 && <p className="soft padded">{t.none}</p>}
        {read.length > 0 && entries.length === 0 && <p className="soft padded">{t.noneOf(person)}</p>}
        {entries.length > 0 && <Entries entries={entries} />}
      </Panel>
      {log.hasNextPage ? (
        <Button
          className="start"
          disabled={log.isFetchingNextPage}
          onClick={() => void log.fetchNextPage()}
          data-testid="reveals-earlier"
        >
          {log.isFetchingNextPage ? t.reading : t.earlier}
        </Button>
      ) : (
        read.length > 0 && <p className="soft">{t.allRead}</p>
      )}
    </>
  );
}

function Entries({ entries }: { entries: RevealEntryView[] }) {
  const t = useWords(words);
  return (
    <table className="table reveals">
      <thead>
        <tr>
          <th scope="col">{t.when}</th>
          <th scope="col">{t.who}</th>
          <th scope="col">{t.which}</th>
          <th scope="col">{t.what}</th>
          <th scope="col">{t.why}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two entries may be alike; a log is only added to at its head
          <Entry key={`${entry.at} ${entry.case} ${place}`} entry={entry} />
        ))}
      </tbody>
    </table>
  );
}

/** Nothing is left of an erased case's fields; that somebody was shown something stays. */
function Entry({ entry }: { entry: RevealEntryView }) {
  const t = useWords(words);
  const say = useVocabulary();
  const language = useLanguage();
  const isGone = entry.fields.length === 0;
  const reference = entry.reference === entry.case ? null : entry.reference;
  return (
    <tr data-testid="reveal" data-kind={entry.kind} data-person={entry.person} data-case={entry.case}>
      <td className="num nowrap">{moment(entry.at, language)}</td>
      <th scope="row">{entry.person}</th>
      <td>
        {reference !== null && <b className="num">{reference}</b>}
        <code className="case-id">{entry.case}</code>
      </td>
      <td>
        {isGone ? <span className="soft">{t.gone}</span> : entry.fields.map((field) => say("field", field)).join(t.and)}
      </td>
      <td>
        {entry.why === null ? (
          <span className="soft">{isGone ? say("event", entry.kind) : t.opened}</span>
        ) : (
          say("revealReason", entry.why)
        )}
        {entry.words !== null && <q>{entry.words}</q>}
      </td>
    </tr>
  );
}
