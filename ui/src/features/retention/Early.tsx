import { type FormEvent, useEffect, useRef, useState } from "react";
import { useAct } from "../../backend/act";
import { useDeskChanged } from "../../backend/queries";
import { Problem } from "../../design/Problem";
import { Button, Field, Panel } from "../../design/primitives";
import { TextField } from "../../design/TextField";
import { useTell } from "../../design/tell";
import { useWords } from "../../words/language";
import { words } from "./words";

/** One case before its time: an administrator says which and why, is told what follows, and proposes it. */
export function Early({ refused }: { refused: string | undefined }) {
  const t = useWords(words);
  const tell = useTell();
  const changed = useDeskChanged();
  const propose = useAct("propose_erasure");
  const [which, setWhich] = useState("");
  const [why, setWhy] = useState("");
  const [sure, setSure] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const begin = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (sure) begin.current?.focus();
  }, [sure]);
  const close = () => {
    setSure(false);
    opener.current?.focus();
  };
  const lacks = which.trim() === "" || why.trim() === "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!lacks && refused === undefined) setSure(true);
  };
  const send = () =>
    propose.mutate(
      { case: which.trim(), why },
      {
        onSuccess: () => {
          setWhich("");
          setWhy("");
          close();
          tell.say(t.proposed);
          changed();
        },
        onError: close,
      },
    );
  return (
    <Panel title={t.early} data-testid="early">
      <form className="stack" onSubmit={submit}>
        <p className="soft">{t.earlyText}</p>
        {propose.error !== null && <Problem error={propose.error.view} close={propose.reset} />}
        <div className="form-grid">
          <TextField
            label={t.earlyCase}
            said={{ tone: "plain", text: t.earlyCaseHint }}
            value={which}
            change={(text) => {
              setWhich(text);
              setSure(false);
            }}
            testid="early-case"
          />
          <Field label={t.why} said={{ tone: "near", text: t.whyHint }}>
            {(wiring) => (
              <textarea
                {...wiring}
                className="input"
                rows={2}
                value={why}
                data-testid="early-why"
                onChange={(event) => setWhy(event.target.value)}
              />
            )}
          </Field>
        </div>
        <Button
          ref={opener}
          className="start"
          type="submit"
          refused={refused}
          disabled={lacks}
          aria-expanded={sure}
          data-testid="early-ask"
        >
          {t.earlyAsk}…
        </Button>
        {sure && (
          <fieldset
            className="sure"
            aria-label={t.earlyTitle(which.trim())}
            onKeyDown={(event) => {
              if (event.key === "Escape") close();
            }}
            data-testid="early-sure"
          >
            <h3>{t.earlyTitle(which.trim())}</h3>
            <p>{t.earlySure}</p>
            <div className="row">
              <Button ref={begin} look="main" disabled={propose.isPending} onClick={send} data-testid="early-propose">
                {t.earlyNow}
              </Button>
              <Button look="plain" disabled={propose.isPending} onClick={close} data-testid="early-cancel">
                {t.cancel}
              </Button>
            </div>
          </fieldset>
        )}
      </form>
    </Panel>
  );
}
