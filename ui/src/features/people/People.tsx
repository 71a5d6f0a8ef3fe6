import { useState } from "react";
import { useReply } from "../../backend/queries";
import { Problem } from "../../design/Problem";
import { PageHead, PageNote } from "../../design/page";
import { Button, Panel, Skeleton } from "../../design/primitives";
import { useChangeWords } from "../../words/changes";
import { moment } from "../../words/format";
import { useLanguage, useWords } from "../../words/language";
import { Enrol } from "./Enrol";
import "./people.css";
import { Roster } from "./Roster";
import { words } from "./words";

/** Who works here. Everything on this page only proposes; another person approves it among the changes. */
export function People({ noKeychain, openChanges }: { noKeychain: boolean; openChanges: () => void }) {
  const t = useWords(words);
  const language = useLanguage();
  const people = useReply("people", {});
  const [joining, setJoining] = useState(false);
  const view = people.data;
  const refusal = view?.refusal?.[language];
  const isOnBanner = view?.refusal?.code === "quarantined";
  const mayPropose = view !== undefined && view.refusal === null;
  return (
    <>
      <PageHead
        title={t.title}
        action={
          mayPropose && (
            <Button look="main" aria-expanded={joining} onClick={() => setJoining(!joining)} data-testid="enrol-open">
              {t.enrol}
            </Button>
          )
        }
      >
        {t.text}
      </PageHead>
      {people.error !== null && <Problem error={people.error.view} />}
      {people.isPending && <Skeleton lines={8} />}
      {refusal !== undefined && !isOnBanner && (
        <PageNote testid="people-refused">{t.readOnly(refusal.happened, refusal.next)}</PageNote>
      )}
      {view?.solo && mayPropose && <PageNote testid="people-solo">{t.solo}</PageNote>}
      {joining && mayPropose && <Enrol noKeychain={noKeychain} close={() => setJoining(false)} />}
      {view !== undefined && (
        <>
          <Roster people={view.people} mayPropose={mayPropose} noKeychain={noKeychain} />
          <Waiting openChanges={openChanges} />
          <Panel title={t.recovery}>
            <p className="soft">
              {view.recovery === null
                ? t.noRecovery
                : t.recoveryText(view.recovery.holders, view.recovery.since_record.toLocaleString())}
            </p>
          </Panel>
        </>
      )}
    </>
  );
}

const ABOUT_PEOPLE = ["enrol", "set_roles", "dismiss", "renew", "set_recovery"];

/** What was proposed about people and waits for somebody else. It is judged among the changes. */
function Waiting({ openChanges }: { openChanges: () => void }) {
  const t = useWords(words);
  const tells = useChangeWords();
  const language = useLanguage();
  const changes = useReply("changes", {});
  const waiting = changes.data?.filter((it) => it.state === "proposed" && ABOUT_PEOPLE.includes(it.what)) ?? [];
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
      {changes.data !== undefined && waiting.length === 0 && <p className="soft padded">{t.noneWaiting}</p>}
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
