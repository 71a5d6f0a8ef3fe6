import { useState } from "react";
import { useAct } from "../../backend/act";
import type { HolderView } from "../../backend/generated/HolderView";
import { useDeskChanged } from "../../backend/queries";
import { Problem } from "../../design/Problem";
import { Button } from "../../design/primitives";
import { useTell } from "../../design/tell";
import { sentences } from "../../words/format";
import { useLanguage, useWords } from "../../words/language";
import { CeremonySheet } from "./CeremonySheet";
import { HandOver } from "./HandOver";
import { recoveryWords } from "./recoveryWords";

/**
 * The handing out of a recovery secret, over everything else: one holder at a time, each alone with their own share, then
 * the proposal. `over` says whether it is to be begun anew.
 */
export function Ceremony({ holders, over }: { holders: HolderView[]; over: (anew: boolean) => void }) {
  const t = useWords(recoveryWords);
  const [stand, setStand] = useState(holders);
  const [done, setDone] = useState<string | undefined>(undefined);
  const place = stand.findIndex((it) => !it.confirmed);
  const holder = stand[place];
  if (holder === undefined) return <Complete last={done} over={over} />;
  if (done !== undefined) {
    return (
      <CeremonySheet page={{ stage: "confirmed", title: t.confirmed(done) }} close={() => over(false)}>
        <p>{t.confirmedText}</p>
        <div className="row">
          <Button look="main" onClick={() => setDone(undefined)} data-testid="ceremony-next">
            {t.next(holder.name)}
          </Button>
          <Button look="plain" onClick={() => over(false)}>
            {t.notNow}
          </Button>
        </div>
      </CeremonySheet>
    );
  }
  return (
    <HandOver
      key={place}
      place={place + 1}
      name={holder.name}
      confirmed={(now) => {
        setStand(now);
        setDone(holder.name);
      }}
      over={over}
    />
  );
}

/** All shares are typed back: what is left is to put the secret before somebody else. */
function Complete({ last, over }: { last: string | undefined; over: (anew: boolean) => void }) {
  const t = useWords(recoveryWords);
  const language = useLanguage();
  const tell = useTell();
  const changed = useDeskChanged();
  const propose = useAct("propose_recovery");
  const go = () =>
    propose.mutate(
      {},
      {
        onSuccess: () => {
          tell.say(t.proposed);
          changed();
          over(false);
        },
      },
    );
  return (
    <CeremonySheet page={{ stage: "complete", title: t.complete }} close={() => over(false)}>
      {propose.error !== null && <Problem error={propose.error.view} close={propose.reset} />}
      {last !== undefined && <p>{sentences(language, t.confirmedOf(last), t.confirmedText)}</p>}
      <p>{t.completeNext}</p>
      <div className="row">
        <Button look="main" disabled={propose.isPending} onClick={go} data-testid="ceremony-propose">
          {t.propose}
        </Button>
        <Button look="plain" onClick={() => over(false)}>
          {t.notNow}
        </Button>
      </div>
    </CeremonySheet>
  );
}
