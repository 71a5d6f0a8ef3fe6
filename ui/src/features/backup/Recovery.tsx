import { type FormEvent, useEffect, useRef, useState } from "react";
import { useAct } from "../../backend/act";
import type { BackupStatusView } from "../../backend/generated/BackupStatusView";
import type { HolderView } from "../../backend/generated/HolderView";
import { useQueryClient, useReply } from "../../backend/queries";
import { Problem } from "../../design/Problem";
import { Button, Fact, Mark, Panel, type Tone } from "../../design/primitives";
import { TextField } from "../../design/TextField";
import { sentences } from "../../words/format";
import { useLanguage, useWords } from "../../words/language";
import { Ceremony } from "./Ceremony";
import { recoveryWords } from "./recoveryWords";

/** The recovery secret: whether there is one, who holds it, and the handing out of another. */
export function Recovery({ status, openChanges }: { status: BackupStatusView; openChanges: () => void }) {
  const t = useWords(recoveryWords);
  const language = useLanguage();
  const client = useQueryClient();
  const [naming, setNaming] = useState(false);
  const [handing, setHanding] = useState<HolderView[] | undefined>(undefined);
  const refusal = status.recovery_refusal?.[language];
  const refused = refusal ? sentences(language, refusal.happened, refusal.next) : undefined;
  const readAnew = () => void client.invalidateQueries({ queryKey: ["backup_status"] });
  const over = (anew: boolean) => {
    setHanding(undefined);
    setNaming(anew);
    readAnew();
  };
  return (
    <Panel
      title={t.title}
      aside={
        status.recovery ? <Mark tone="ok" glyph="✓" word={t.inForce} /> : <Mark tone="near" glyph="!" word={t.notSet} />
      }
      data-testid="recovery"
      data-set={status.recovery}
    >
      <div className="stack">
        <p className="soft">{t.text}</p>
        {status.holders !== null && (
          <dl>
            <Fact label={t.holders}>
              <span data-testid="recovery-holders">{status.holders}</span>
            </Fact>
          </dl>
        )}
        <Waiting openChanges={openChanges} />
        {status.ceremony !== null && handing === undefined && !naming && (
          <Halfway
            holders={status.ceremony.holders}
            goOn={() => setHanding(status.ceremony?.holders)}
            anew={() => setNaming(true)}
          />
        )}
        {naming && refused === undefined && (
          <Naming
            isReplaced={status.recovery}
            begun={(holders) => {
              setNaming(false);
              setHanding(holders);
              readAnew();
            }}
            close={() => setNaming(false)}
          />
        )}
        {refusal !== undefined && <p className="why">{t.readOnly(refusal.happened, refusal.next)}</p>}
        {!naming && status.ceremony === null && (
          <Button
            className="start"
            look={status.recovery ? undefined : "main"}
            refused={refused}
            onClick={() => setNaming(true)}
            data-testid="recovery-begin"
          >
            {status.recovery ? t.replace : t.make}
          </Button>
        )}
      </div>
      {handing !== undefined && <Ceremony holders={handing} over={over} />}
    </Panel>
  );
}

/** A secret that was proposed and waits for somebody else. */
function Waiting({ openChanges }: { openChanges: () => void }) {
  const t = useWords(recoveryWords);
  const comma = useLanguage() === "zh" ? "、" : ", ";
  const changes = useReply("changes", {});
  const waiting = changes.data?.filter((it) => it.what === "set_recovery" && it.state === "proposed") ?? [];
  return waiting.map((it) => (
    <p key={it.change} className="backup-waiting" data-testid="recovery-waiting">
      <span>{t.waiting(it.holders.join(comma))}</span>
      <button type="button" className="link" onClick={openChanges} data-testid="recovery-changes">
        {t.open}
      </button>
    </p>
  ));
}

/** Who holds the shares of a secret that is to be made. */
function Naming({
  isReplaced,
  begun,
  close,
}: {
  isReplaced: boolean;
  begun: (holders: HolderView[]) => void;
  close: () => void;
}) {
  const t = useWords(recoveryWords);
  const begin = useAct("begin_recovery");
  const [names, setNames] = useState<[string, string, string]>(["", "", ""]);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const isNamed = names.every((it) => it.trim() !== "");
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!isNamed || begin.isPending) return;
    begin.mutate({ holders: names }, { onSuccess: ({ holders }) => begun(holders) });
  };
  return (
    <form className="stack backup-naming" aria-label={t.naming} onSubmit={send} data-testid="recovery-naming">
      <p>{t.namingText}</p>
      {isReplaced && <p>{t.namingReplace}</p>}
      {begin.error !== null && <Problem error={begin.error.view} close={begin.reset} />}
      <div className="form-grid three">
        {names.map((name, place) => (
          <TextField
            // biome-ignore lint/suspicious/noArrayIndexKey: a holder's place is their name here
            key={place}
            label={t.nth(String(place + 1))}
            ref={place === 0 ? first : undefined}
            value={name}
            change={(value) => setNames((was) => was.with(place, value) as [string, string, string])}
            testid={`holder-${place + 1}`}
          />
        ))}
      </div>
      <div className="row">
        <Button look="main" type="submit" disabled={!isNamed || begin.isPending} data-testid="recovery-start">
          {t.begin}
        </Button>
        <Button look="plain" onClick={close}>
          {t.cancel}
        </Button>
      </div>
    </form>
  );
}

type Handed = "handed" | "lost" | "waits";

const handed = ({ shown, confirmed }: HolderView): Handed => (confirmed ? "handed" : shown ? "lost" : "waits");

const SIGN: Record<Handed, { tone: Tone; glyph: string }> = {
  handed: { tone: "ok", glyph: "✓" },
  lost: { tone: "bad", glyph: "✕" },
  waits: { tone: "quiet", glyph: "–" },
};

/** A secret that is being handed out, and how far that is. What was shown and not typed back cannot be shown again. */
function Halfway({ holders, goOn, anew }: { holders: HolderView[]; goOn: () => void; anew: () => void }) {
  const t = useWords(recoveryWords);
  const comma = useLanguage() === "zh" ? "、" : ", ";
  const lost = holders.filter((it) => handed(it) === "lost").map((it) => it.name);
  const next = holders.find((it) => handed(it) === "waits");
  return (
    <section className="stack backup-halfway" aria-label={t.halfway} data-testid="recovery-halfway">
      <h3>{t.halfway}</h3>
      <ol className="backup-holders">
        {holders.map((it) => (
          <li key={it.name} data-handed={handed(it)}>
            <b>{it.name}</b>
            <Mark {...SIGN[handed(it)]} word={t[handed(it)]} />
          </li>
        ))}
      </ol>
      <p>{lost.length > 0 ? t.lostText(lost.join(comma)) : next !== undefined ? t.goOnText : t.completeText}</p>
      <div className="row">
        {lost.length === 0 && (
          <Button look="main" onClick={goOn} data-testid="recovery-go-on">
            {next === undefined ? t.finish : t.goOn(next.name)}
          </Button>
        )}
        <Button look={lost.length > 0 ? "main" : "plain"} onClick={anew} data-testid="recovery-anew">
          {t.anew}
        </Button>
      </div>
    </section>
  );
}
