import { type FormEvent, useState } from "react";
import { useAct } from "../../backend/act";
import { useKeyChange } from "../../backend/keyChange";
import { useDeskChanged } from "../../backend/queries";
import { KeyChange } from "../../design/KeyChange";
import { NewPassphrase, Passphrase, useNewPassphrase } from "../../design/Passphrase";
import { Problem } from "../../design/Problem";
import { Button, Panel } from "../../design/primitives";
import { useTell } from "../../design/tell";
import { passphraseLength } from "../../lib/passphraseRule";
import { useWords } from "../../words/language";
import { words } from "./words";

/** Another passphrase for the person signed in. What was typed is gone from the page before the house has answered. */
export function MyPassphrase({ roles, noKeychain }: { roles: readonly string[]; noKeychain: boolean }) {
  const t = useWords(words);
  const tell = useTell();
  const changed = useDeskChanged();
  const act = useAct("change_passphrase");
  const at = useKeyChange(act.isPending);
  const [old, setOld] = useState("");
  const fresh = useNewPassphrase();
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!fresh.ready || old === "" || act.isPending) return;
    const body = { old, new: fresh.first };
    setOld("");
    fresh.drop();
    act.mutate(body, {
      onSuccess: () => {
        tell.say(t.changed);
        changed();
      },
    });
  };
  return (
    <Panel title={t.passphrase}>
      {at !== undefined && <KeyChange at={at} />}
      <form className="stack" onSubmit={send}>
        <p className="soft">{t.passphraseText}</p>
        {act.error !== null && <Problem error={act.error.view} close={act.reset} />}
        <div className="form-grid three">
          <Passphrase label={t.old} value={old} change={setOld} testid="passphrase-old" />
          <NewPassphrase
            label={t.fresh}
            chosen={fresh}
            said={{ tone: "plain", text: t.atLeast(String(passphraseLength(roles, noKeychain))) }}
            testid="passphrase-new"
          />
        </div>
        <Button
          className="start"
          type="submit"
          disabled={act.isPending || old === "" || !fresh.ready}
          data-testid="change-passphrase"
        >
          {act.isPending ? t.changing : t.changePassphrase}
        </Button>
      </form>
    </Panel>
  );
}
