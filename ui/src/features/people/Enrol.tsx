import { type FormEvent, useEffect, useRef, useState } from "react";
import { useAct } from "../../backend/act";
import { useDeskChanged } from "../../backend/queries";
import { NewPassphrase, useNewPassphrase } from "../../design/Passphrase";
import { Problem } from "../../design/Problem";
import { Button, Panel } from "../../design/primitives";
import { RoleTicks } from "../../design/roles";
import { TextField } from "../../design/TextField";
import { useTell } from "../../design/tell";
import { passphraseLength } from "../../lib/passphraseRule";
import { useWords } from "../../words/language";
import { words } from "./words";

/** Somebody joins: an administrator fills in who and as what, they themselves their passphrase. */
export function Enrol({ noKeychain, close }: { noKeychain: boolean; close: () => void }) {
  const t = useWords(words);
  const tell = useTell();
  const changed = useDeskChanged();
  const propose = useAct("propose_enrolment");
  const [name, setName] = useState("");
  const [roles, setRoles] = useState<string[]>(["operator"]);
  const passphrase = useNewPassphrase();
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!passphrase.ready) return;
    propose.mutate(
      { name, roles, passphrase: passphrase.first },
      {
        onSuccess: () => {
          passphrase.drop();
          tell.say(t.proposed);
          changed();
          close();
        },
      },
    );
  };
  return (
    <Panel title={t.enrol} data-testid="enrol">
      <form className="stack" onSubmit={send}>
        <p className="soft">{t.enrolText}</p>
        {propose.error !== null && <Problem error={propose.error.view} close={propose.reset} />}
        <div className="form-grid">
          <TextField
            label={t.name}
            ref={first}
            value={name}
            change={setName}
            placeholder={t.namePlaceholder}
            testid="enrol-name"
          />
          <RoleTicks roles={roles} change={setRoles} />
          <NewPassphrase
            label={t.passphrase}
            chosen={passphrase}
            said={{ tone: "plain", text: t.atLeast(String(passphraseLength(roles, noKeychain))) }}
            testid="enrol-passphrase"
          />
        </div>
        <div className="row">
          <Button
            look="main"
            type="submit"
            disabled={propose.isPending || name.trim() === "" || roles.length === 0 || !passphrase.ready}
            data-testid="enrol-propose"
          >
            {t.propose}
          </Button>
          <Button look="plain" onClick={close}>
            {t.cancel}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
