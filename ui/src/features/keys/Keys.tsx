import { useEffect, useRef, useState } from "react";
import { useAct } from "../../backend/act";
import type { KeyChangeView } from "../../backend/generated/KeyChangeView";
import { useKeyChange } from "../../backend/keyChange";
import { useDeskChanged, useReply } from "../../backend/queries";
import { KeyChange } from "../../design/KeyChange";
import { Problem } from "../../design/Problem";
import { PageHead, PageNote } from "../../design/page";
import { Button, Panel, Skeleton } from "../../design/primitives";
import { useTell } from "../../design/tell";
import { moment, sentences } from "../../words/format";
import { useLanguage, useWords } from "../../words/language";
import { useVocabulary } from "../../words/vocabulary";
import { InForce } from "./InForce";
import { Inventory } from "./Inventory";
import "./keys.css";
import { MyPassphrase } from "./MyPassphrase";
import { words } from "./words";

/** The keys of the desk: which are in force, what lies under what, when they were changed, and the changing of them. */
export function Keys({ roles, noKeychain }: { roles: readonly string[]; noKeychain: boolean }) {
  const t = useWords(words);
  const language = useLanguage();
  const keys = useReply("keys", {}, { anew: true });
  const [asking, setAsking] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const refusal = keys.data?.refusal?.[language];
  const isOnBanner = keys.data?.refusal?.code === "quarantined";
  const refused = refusal ? sentences(language, refusal.happened, refusal.next) : undefined;
  const close = () => {
    setAsking(false);
    opener.current?.focus();
  };
  return (
    <>
      <PageHead
        title={t.title}
        action={
          keys.data !== undefined && (
            <Button
              ref={opener}
              refused={refused}
              aria-expanded={asking}
              onClick={() => setAsking(!asking)}
              data-testid="rotate"
            >
              {t.rotate}
            </Button>
          )
        }
      >
        {t.text}
      </PageHead>
      {keys.error !== null && <Problem error={keys.error.view} />}
      {keys.isPending && <Skeleton lines={12} />}
      {refusal !== undefined && !isOnBanner && <PageNote>{t.readOnly(refusal.happened, refusal.next)}</PageNote>}
      {asking && refused === undefined && <Rotation close={close} />}
      {keys.data !== undefined && (
        <>
          <InForce keys={keys.data} />
          <Inventory rows={keys.data.inventory} />
          <History changes={keys.data.changes} />
          <MyPassphrase roles={roles} noKeychain={noKeychain} />
        </>
      )}
    </>
  );
}

/** What happens when keys are changed, before they are. */
function Rotation({ close }: { close: () => void }) {
  const t = useWords(words);
  const tell = useTell();
  const changed = useDeskChanged();
  const rotate = useAct("rotate_keys");
  const at = useKeyChange(rotate.isPending);
  const begin = useRef<HTMLButtonElement>(null);
  useEffect(() => begin.current?.focus(), []);
  const go = () =>
    rotate.mutate(
      {},
      {
        onSuccess: (now) => {
          tell.say(t.rotated(String(now.epoch)));
          changed();
          close();
        },
        // It may have come to its end all but for the last step.
        onError: changed,
      },
    );
  return (
    <Panel title={t.rotateTitle} data-testid="rotation">
      {at !== undefined && <KeyChange at={at} />}
      <div className="stack">
        <p>{t.rotateText}</p>
        {rotate.error !== null && <Problem error={rotate.error.view} close={rotate.reset} />}
        <div className="row">
          <Button ref={begin} look="main" disabled={rotate.isPending} onClick={go} data-testid="rotate-now">
            {rotate.isPending ? t.rotating : t.rotateNow}
          </Button>
          <Button look="plain" disabled={rotate.isPending} onClick={close}>
            {t.cancel}
          </Button>
        </div>
      </div>
    </Panel>
  );
}

function History({ changes }: { changes: KeyChangeView[] }) {
  const t = useWords(words);
  const say = useVocabulary();
  const language = useLanguage();
  return (
    <Panel title={t.history} flush>
      {changes.length === 0 ? (
        <p className="soft padded">{t.noHistory}</p>
      ) : (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t.epoch}</th>
              <th scope="col">{t.when}</th>
              <th scope="col">{t.cause}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map((it) => (
              <tr key={it.epoch} data-testid="key-change-done" data-cause={it.cause}>
                <td className="num">{t.epochIs(String(it.epoch))}</td>
                <td className="num">{moment(it.at, language)}</td>
                <td>{say("keyCause", it.cause)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
