import { useState } from "react";
import { useReply } from "../../backend/queries";
import { Problem } from "../../design/Problem";
import { PageHead, PageNote } from "../../design/page";
import { Button, Panel, Skeleton } from "../../design/primitives";
import { Waiting } from "../../design/Waiting";
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
          <Waiting about={ABOUT_PEOPLE} none={t.noneWaiting} openChanges={openChanges} />
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
