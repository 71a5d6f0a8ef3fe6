import { type FormEvent, useEffect, useRef, useState } from "react";
import { useAct } from "../../backend/act";
import { Passphrase } from "../../design/Passphrase";
import { Problem } from "../../design/Problem";
import { Button } from "../../design/primitives";
import { TextField } from "../../design/TextField";
import { useWords } from "../../words/language";
import { useVocabulary } from "../../words/vocabulary";
import { Entry, type EntryProps } from "./Entry";
import { words } from "./words";

/** Signing in. On a desk for trying out the people are there to be chosen. */
export function SignIn({ station, became, prefer }: EntryProps) {
  const t = useWords(words);
  const say = useVocabulary();
  const [name, setName] = useState("");
  const [passphrase, setPassphrase] = useState("");
  const signIn = useAct("sign_in");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const enter = (as: { name: string; passphrase: string }) => {
    setPassphrase("");
    signIn.mutate(as, { onSuccess: became });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "" && passphrase !== "") enter({ name, passphrase });
  };
  return (
    <Entry station={station} prefer={prefer}>
      <h1>{t.signIn}</h1>
      <p className="soft">{t.signInText}</p>
      {signIn.error !== null && <Problem error={signIn.error.view} />}
      <form className="stack" onSubmit={submit}>
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
