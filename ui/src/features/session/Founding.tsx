import { type FormEvent, useState } from "react";
import { useAct } from "../../backend/act";
import type { FoundingView } from "../../backend/generated/FoundingView";
import { NewPassphrase, useNewPassphrase } from "../../design/Passphrase";
import { Problem } from "../../design/Problem";
import { Button, Tag } from "../../design/primitives";
import { RoleTicks } from "../../design/roles";
import { TextField } from "../../design/TextField";
import { useWords } from "../../words/language";
import { useVocabulary } from "../../words/vocabulary";
import { Entry, type EntryProps } from "./Entry";
import { words } from "./words";

/** The first hour of a desk: the founder, the people, the institutions, the opening. */
export function Founding(props: EntryProps & { lock: () => void }) {
  const t = useWords(words);
  const { station } = props;
  const founding = station.founding;
  const at = stepOf(founding);
  return (
    <Entry station={station} prefer={props.prefer} wide>
      <h1>{t.found}</h1>
      <p className="soft">{t.foundText}</p>
      <ol className="steps">
        {[t.steps.you, t.steps.people, t.steps.institutions, t.steps.open].map((step, place) => (
          <li key={step} aria-current={place === at ? "step" : undefined} className={place < at ? "done" : undefined}>
            <span className="num">{place < at ? "✓" : place + 1}</span>
            {step}
          </li>
        ))}
      </ol>
      {founding === null ? <Founder {...props} /> : <Rest {...props} founding={founding} />}
    </Entry>
  );
}

const INSTITUTIONS = ["tencent-faceid", "tencent-sms"];

/** How far the founding is: the first step with something left to do. Institutions may also be set after the opening. */
function stepOf(founding: FoundingView | null): number {
  if (founding === null) return 0;
  if (founding.missing.length > 0) return 1;
  return founding.institutions.length < INSTITUTIONS.length ? 2 : 3;
}

type Person = { name: string; roles: string[]; passphrase: string };

/** Name, roles and passphrase of somebody who joins. */
function PersonForm({
  start,
  busy,
  action,
  submit,
}: {
  start: string[];
  busy: boolean;
  action: string;
  submit: (person: Person, done: () => void) => void;
}) {
  const t = useWords(words);
  const [name, setName] = useState("");
  const [roles, setRoles] = useState<string[]>(start);
  const passphrase = useNewPassphrase();
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!passphrase.ready) return;
    submit({ name, roles, passphrase: passphrase.first }, () => {
      setName("");
      setRoles(start);
      passphrase.drop();
    });
  };
  return (
    <form className="person-form" onSubmit={send}>
      <TextField label={t.name} value={name} change={setName} placeholder={t.namePlaceholder} testid="person-name" />
      <RoleTicks roles={roles} change={setRoles} />
      <NewPassphrase
        label={t.passphrase}
        chosen={passphrase}
        said={{ tone: "plain", text: t.passphraseHint }}
        testid="person-passphrase"
      />
      <Button
        look="main"
        type="submit"
        disabled={busy || name.trim() === "" || roles.length === 0 || !passphrase.ready}
        data-testid="person-add"
      >
        {action}
      </Button>
    </form>
  );
}

function Founder({ became }: EntryProps) {
  const t = useWords(words);
  const found = useAct("found_desk");
  const [demo, setDemo] = useState(false);
  const [noKeychain, setNoKeychain] = useState(false);
  return (
    <>
      {found.error !== null && <Problem error={found.error.view} />}
      <div className="stack">
        <label className="tick">
          <input
            type="checkbox"
            checked={demo}
            data-testid="demo"
            onChange={(event) => setDemo(event.target.checked)}
          />
          <span>
            {t.demo} <span className="soft">{t.demoHint}</span>
          </span>
        </label>
        <label className="tick">
          <input
            type="checkbox"
            checked={noKeychain}
            data-testid="no-keychain"
            onChange={(event) => setNoKeychain(event.target.checked)}
          />
          <span>
            {t.noKeychain} <span className="soft">{t.noKeychainHint}</span>
          </span>
        </label>
      </div>
      <PersonForm
        start={["operator", "administrator"]}
        busy={found.isPending}
        action={found.isPending ? t.creating : t.create}
        submit={(person) => found.mutate({ ...person, demo, no_keychain: noKeychain }, { onSuccess: became })}
      />
    </>
  );
}

function Rest({ became, founding, station, lock }: EntryProps & { founding: FoundingView; lock: () => void }) {
  const t = useWords(words);
  const say = useVocabulary();
  const add = useAct("add_person");
  const open = useAct("open_desk");
  const [solo, setSolo] = useState(false);
  const missing = founding.missing.map((role) => say("role", role)).join("、");
  return (
    <div className="stack">
      <section className="part">
        <h2>{t.steps.people}</h2>
        <ul className="joined">
          {founding.people.map((person) => (
            <li key={person.name} data-testid="joined">
              <b>{person.name}</b>
              {person.name === station.person && <Tag tone="info">{t.you}</Tag>}
              <span className="soft push">{person.roles.map((role) => say("role", role)).join(" · ")}</span>
            </li>
          ))}
        </ul>
        <details className="more" open={founding.missing.length > 0}>
          <summary>{t.addPerson}</summary>
          <p className="soft">{t.addPersonText}</p>
          {add.error !== null && <Problem error={add.error.view} />}
          <PersonForm
            start={["supervisor"]}
            busy={add.isPending}
            action={add.isPending ? t.creating : t.add}
            submit={(person, done) =>
              add.mutate(person, {
                onSuccess: (now) => {
                  done();
                  became(now);
                },
              })
            }
          />
        </details>
      </section>
      <section className="part">
        <h2>{t.steps.institutions}</h2>
        <p className="soft">{t.loopback}</p>
        {INSTITUTIONS.map((institution) => (
          <InstitutionForm
            key={institution}
            institution={institution}
            url={founding.institutions.find((it) => it.institution === institution)?.url}
            became={became}
          />
        ))}
      </section>
      <section className="part">
        <h2>{t.steps.open}</h2>
        <p>{t.openText}</p>
        {open.error !== null && <Problem error={open.error.view} />}
        <p className={missing === "" ? "said ok" : "said near"} data-testid="missing">
          {missing === "" ? t.complete : t.missing(missing)}
        </p>
        {founding.people.length === 1 && (
          <label className="tick">
            <input
              type="checkbox"
              checked={solo}
              data-testid="solo"
              onChange={(event) => setSolo(event.target.checked)}
            />
            {t.solo}
          </label>
        )}
        <div className="row">
          <Button
            look="main"
            disabled={open.isPending}
            onClick={() => open.mutate({ solo }, { onSuccess: became })}
            data-testid="open-desk"
          >
            {t.open}
          </Button>
          <Button onClick={lock}>{t.lock}</Button>
        </div>
      </section>
    </div>
  );
}

function InstitutionForm({
  institution,
  url,
  became,
}: {
  institution: string;
  url: string | undefined;
  became: EntryProps["became"];
}) {
  const t = useWords(words);
  const say = useVocabulary();
  const set = useAct("set_institution");
  const [address, setAddress] = useState(url ?? "http://127.0.0.1:");
  const [credential, setCredential] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set.mutate(
      { institution, url: address, credential },
      {
        onSuccess: (now) => {
          setCredential("");
          became(now);
        },
      },
    );
  };
  return (
    <form className="institution" onSubmit={submit} data-testid={`institution-${institution}`}>
      <div className="row">
        <b>{say("institution", institution)}</b>
        <span className="push">{url === undefined ? <Tag>{t.notSet}</Tag> : <Tag tone="ok">✓ {t.setDone}</Tag>}</span>
      </div>
      {set.error !== null && <Problem error={set.error.view} />}
      <div className="institution-fields">
        <TextField label={t.url} value={address} change={setAddress} testid="url" />
        <TextField
          label={t.credential}
          said={{ tone: "plain", text: t.credentialHint }}
          type="password"
          value={credential}
          change={setCredential}
          testid="credential"
        />
        <Button type="submit" disabled={set.isPending || credential === ""} data-testid="set">
          {t.set}
        </Button>
      </div>
    </form>
  );
}
