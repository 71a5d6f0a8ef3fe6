import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { type Act, useAct } from "../../backend/act";
import type { RequestName } from "../../backend/ask";
import type { RosterRowView } from "../../backend/generated/RosterRowView";
import { useDeskChanged } from "../../backend/queries";
import { NewPassphrase, useNewPassphrase } from "../../design/Passphrase";
import { Problem } from "../../design/Problem";
import { Button } from "../../design/primitives";
import { RoleTicks } from "../../design/roles";
import { useTell } from "../../design/tell";
import { passphraseLength } from "../../lib/passphraseRule";
import { useWords } from "../../words/language";
import { words } from "./words";

/** What can be proposed about somebody. */
export type PersonAct = "roles" | "renewal" | "dismissal";

type ActProps = { person: RosterRowView; noKeychain: boolean; close: () => void };

/** The form of what is proposed about somebody, under their line. */
export function PersonForm({ act, ...rest }: ActProps & { act: PersonAct }) {
  if (act === "roles") return <OtherRoles {...rest} />;
  if (act === "renewal") return <Renewal {...rest} />;
  return <Dismissal {...rest} />;
}

/** What follows when something was proposed. */
function useProposed(close: () => void) {
  const t = useWords(words);
  const tell = useTell();
  const changed = useDeskChanged();
  return () => {
    tell.say(t.proposed);
    changed();
    close();
  };
}

/** What stands around each of these forms. The focus goes into it; Escape closes it. */
function Around<N extends RequestName>({
  title,
  text,
  act,
  word,
  ready,
  submit,
  close,
  children,
}: {
  title: string;
  text?: string;
  act: Act<N>;
  word: string;
  ready: boolean;
  submit: () => void;
  close: () => void;
  children?: ReactNode;
}) {
  const t = useWords(words);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>("input, button")?.focus(), []);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !act.isPending) submit();
  };
  return (
    <form
      ref={form}
      className="person-act"
      aria-label={title}
      onSubmit={send}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.nativeEvent.isComposing) close();
      }}
      data-testid="person-act"
    >
      <h3>{title}</h3>
      {text !== undefined && <p>{text}</p>}
      {act.error !== null && <Problem error={act.error.view} close={act.reset} />}
      {children}
      <div className="row">
        <Button look="main" type="submit" disabled={!ready || act.isPending} data-testid="person-propose">
          {word}
        </Button>
        <Button look="plain" onClick={close}>
          {t.cancel}
        </Button>
      </div>
    </form>
  );
}

const alike = (one: readonly string[], other: readonly string[]) => [...one].sort().join() === [...other].sort().join();

function OtherRoles({ person, close }: ActProps) {
  const t = useWords(words);
  const act = useAct("propose_roles");
  const proposed = useProposed(close);
  const [roles, setRoles] = useState<string[]>(person.roles);
  return (
    <Around
      title={t.rolesTitle(person.name)}
      act={act}
      word={t.propose}
      ready={roles.length > 0 && !alike(roles, person.roles)}
      submit={() => act.mutate({ name: person.name, roles }, { onSuccess: proposed })}
      close={close}
    >
      <RoleTicks roles={roles} change={setRoles} />
    </Around>
  );
}

function Renewal({ person, noKeychain, close }: ActProps) {
  const t = useWords(words);
  const act = useAct("propose_renewal");
  const proposed = useProposed(close);
  const passphrase = useNewPassphrase();
  const submit = () => {
    const body = { name: person.name, passphrase: passphrase.first };
    act.mutate(body, {
      onSuccess: () => {
        passphrase.drop();
        proposed();
      },
    });
  };
  return (
    <Around
      title={t.renewTitle(person.name)}
      text={t.renewText(person.name)}
      act={act}
      word={t.propose}
      ready={passphrase.ready}
      submit={submit}
      close={close}
    >
      <div className="form-grid">
        <NewPassphrase
          label={t.newPassphrase}
          chosen={passphrase}
          said={{ tone: "plain", text: t.atLeast(String(passphraseLength(person.roles, noKeychain))) }}
          testid="renewal-passphrase"
        />
      </div>
    </Around>
  );
}

function Dismissal({ person, close }: ActProps) {
  const t = useWords(words);
  const act = useAct("propose_dismissal");
  const proposed = useProposed(close);
  return (
    <Around
      title={t.leaveTitle(person.name)}
      text={t.leaveText(person.name)}
      act={act}
      word={t.leaveNow}
      ready
      submit={() => act.mutate({ name: person.name }, { onSuccess: proposed })}
      close={close}
    />
  );
}
