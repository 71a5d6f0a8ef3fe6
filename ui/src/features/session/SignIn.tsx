import { type FormEvent, useEffect, useRef, useState } from "react";
import { useAct } from "../../backend/act";
import type { ErrorView } from "../../backend/generated/ErrorView";
import { Passphrase } from "../../design/Passphrase";
import { Problem } from "../../design/Problem";
import { PageNote } from "../../design/page";
import { Button } from "../../design/primitives";
import { TextField } from "../../design/TextField";
import { useWords } from "../../words/language";
import { useVocabulary } from "../../words/vocabulary";
import { Entry, type EntryProps } from "./Entry";
import { words } from "./words";

/** Signing in. On a desk for trying out the people are there to be chosen. */
export function SignIn({
  station,
  became,
  prefer,
  name: given = "",
  reason,
  problem,
  back,
  refused: wasRefused,
}: EntryProps & {
  /** Who will sign in, where that is known. */
  name?: string;
  /** Why the desk locked by itself, where it did. */
  reason?: string | undefined;
  /** Why another way in was refused. */
  problem?: ErrorView | undefined;
  /** Back to the PIN, where one opens the desk. */
  back?: (() => void) | undefined;
  /** They were not let in. */
  refused?: (() => void) | undefined;
}) {
  const t = useWords(words);
  const say = useVocabulary();
  const [name, setName] = useState(given);
  const [passphrase, setPassphrase] = useState("");
  const signIn = useAct("sign_in");
  const field = useRef<HTMLInputElement>(null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // Where the name is known already, what is missing is the passphrase.
    const first = given === "" ? field.current : form.current?.querySelector<HTMLElement>("input[type=password]");
    first?.focus();
  }, [given]);
  const refused = signIn.error?.view ?? (signIn.isPending ? undefined : problem);
  const enter = (as: { name: string; passphrase: string }) => {
    setPassphrase("");
    signIn.mutate(as, { onSuccess: became, onError: () => wasRefused?.() });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "" && passphrase !== "") enter({ name, passphrase });
  };
  return (
    <Entry station={station} prefer={prefer}>
      <h1>{t.signIn}</h1>
      <p className="soft">{t.signInText}</p>
      {reason !== undefined && <PageNote testid="locked-because">{reason}</PageNote>}
      {refused !== undefined && <Problem error={refused} />}
      <form ref={form} className="stack" onSubmit={submit}>
        <TextField
          label={t.name}
          ref={field}
          value={name}
          change={setName}
          placeholder={t.namePlaceholder}
          testid="name"
        />
        <Passphrase label={t.passphrase} value={passphrase} change={setPassphrase} testid="passphrase" />
        <Button
          look="main"
          size="wide"
          type="submit"
          disabled={signIn.isPending || name.trim() === "" || passphrase === ""}
          data-testid="sign-in"
        >
          {signIn.isPending ? t.signingIn : t.signIn}
        </Button>
      </form>
      {back !== undefined && (
        <p>
          <button type="button" className="link" onClick={back} data-testid="by-pin">
            {t.byPin}
          </button>
        </p>
      )}
      {station.demo_people.length > 0 && (
        <section className="demo-people">
          <h2>{t.demoTitle}</h2>
          <p className="soft">{t.demoText}</p>
          {station.demo_people.map((person) => (
            <button
              key={person.name}
              type="button"
              disabled={signIn.isPending}
              data-testid="demo-person"
              data-name={person.name}
              onClick={() => enter({ name: person.name, passphrase: person.passphrase })}
            >
              <b>{person.name}</b>
              <span>{person.roles.map((role) => say("role", role)).join(" · ")}</span>
              <code>{person.passphrase}</code>
            </button>
          ))}
        </section>
      )}
    </Entry>
  );
}
