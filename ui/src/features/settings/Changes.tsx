import { type FormEvent, useState } from "react";
import { useAct } from "../../backend/act";
import type { ChangeView } from "../../backend/generated/ChangeView";
import type { DeskView } from "../../backend/generated/DeskView";
import { useDeskChanged, useReply } from "../../backend/queries";
import { Problem } from "../../design/Problem";
import { PageHead } from "../../design/page";
import { Button, Field, Panel, Skeleton } from "../../design/primitives";
import { TextField } from "../../design/TextField";
import { useTell } from "../../design/tell";
import { sentences } from "../../words/format";
import { useLanguage, useWords } from "../../words/language";
import { useVocabulary } from "../../words/vocabulary";
import { Change } from "./Change";
import { words } from "./words";

/** How institutions are reached, and the changes to that: proposed by one, approved by another. */
export function Changes() {
  const t = useWords(words);
  const desk = useReply("desk", {});
  return (
    <>
      <PageHead title={t.pages.changes}>{t.changesText}</PageHead>
      {desk.error !== null && <Problem error={desk.error.view} />}
      {desk.isPending && <Skeleton lines={10} />}
      {desk.data !== undefined && <Panels desk={desk.data} />}
    </>
  );
}

function Panels({ desk }: { desk: DeskView }) {
  const { institutions } = desk;
  const language = useLanguage();
  const propose = desk.actions.find((it) => it.action === "propose_change");
  const t = useWords(words);
  const say = useVocabulary();
  const changes = useReply("changes", {});
  return (
    <>
      <Panel title={t.institutions} flush>
        {institutions.length === 0 && <p className="soft padded">{t.noInstitutions}</p>}
        <ul className="lines">
          {institutions.map((it) => (
            <li key={it.institution}>
              <b>{say("institution", it.institution)}</b>
              <span className="soft">{it.url}</span>
            </li>
          ))}
        </ul>
      </Panel>
      <Panel title={t.change}>
        {propose?.refusal ? (
          <p className="soft">
            {sentences(language, propose.refusal[language].happened, propose.refusal[language].next)}
          </p>
        ) : (
          <Proposal />
        )}
      </Panel>
      <Panel title={t.changes} flush>
        {changes.error !== null && <Problem error={changes.error.view} />}
        {changes.isPending && <Skeleton lines={4} />}
        {changes.data?.length === 0 && <p className="soft padded">{t.noChanges}</p>}
        <ul className="lines">
          {inOrder(changes.data ?? []).map((change) => (
            <Change key={change.change} change={change} />
          ))}
        </ul>
      </Panel>
    </>
  );
}

/** What waits comes first, then what was settled; of each the newest first. */
const inOrder = (changes: ChangeView[]) =>
  [...changes].sort(
    (a, b) => Number(b.state === "proposed") - Number(a.state === "proposed") || b.at.localeCompare(a.at),
  );

function Proposal() {
  const t = useWords(words);
  const say = useVocabulary();
  const tell = useTell();
  const changed = useDeskChanged();
  const propose = useAct("propose_institution");
  const [institution, setInstitution] = useState("tencent-faceid");
  const [url, setUrl] = useState("");
  const [credential, setCredential] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    propose.mutate(
      { institution, url, credential },
      {
        onSuccess: () => {
          setCredential("");
          tell.say(t.proposed);
          changed();
        },
      },
    );
  };
  return (
    <form className="stack" onSubmit={submit}>
      <p className="soft">{t.changeText}</p>
      {propose.error !== null && <Problem error={propose.error.view} close={propose.reset} />}
      <div className="form-grid three-names">
        <Field label={t.institution}>
          {(wiring) => (
            <select
              {...wiring}
              className="input"
              value={institution}
              data-testid="change-institution"
              onChange={(event) => setInstitution(event.target.value)}
            >
              {["tencent-faceid", "tencent-sms"].map((it) => (
                <option key={it} value={it}>
                  {say("institution", it)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <TextField label={t.url} value={url} change={setUrl} placeholder="https://" testid="change-url" />
        <TextField
          label={t.credential}
          said={{ tone: "plain", text: t.credentialHint }}
          type="password"
          value={credential}
          change={setCredential}
          testid="change-credential"
        />
      </div>
      <Button
        className="start"
        type="submit"
        disabled={propose.isPending || url === "" || credential === ""}
        data-testid="propose-change"
      >
        {t.propose}
      </Button>
    </form>
  );
}
