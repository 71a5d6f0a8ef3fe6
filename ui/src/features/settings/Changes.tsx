import { type FormEvent, useState } from "react";
import type { ChangeView } from "../../backend/generated/ChangeView";
import type { InstitutionView } from "../../backend/generated/InstitutionView";
import { useAct, useQueryClient, useReply } from "../../backend/queries";
import { Problem } from "../../design/Problem";
import { Button, Field, Panel, Tag } from "../../design/primitives";
import { useTell } from "../../design/tell";
import { moment } from "../../words/format";
import { useLanguage, useWords } from "../../words/language";
import { useVocabulary } from "../../words/vocabulary";
import { words } from "./words";

/** How institutions are reached, and the changes to that: proposed by one, approved by another. */
export function Changes({ institutions }: { institutions: InstitutionView[] }) {
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
        <Proposal />
      </Panel>
      <Panel title={t.changes} flush>
        {changes.error !== null && <Problem error={changes.error.view} />}
        {changes.data?.length === 0 && <p className="soft padded">{t.noChanges}</p>}
        <ul className="lines">
          {changes.data?.map((change) => (
            <Change key={change.change} change={change} />
          ))}
        </ul>
      </Panel>
    </>
  );
}

/** What changes read anew when one was made or judged. */
function useChanged() {
  const client = useQueryClient();
  return () => {
    for (const name of ["changes", "desk"]) void client.invalidateQueries({ queryKey: [name] });
  };
}

function Proposal() {
  const t = useWords(words);
  const say = useVocabulary();
  const tell = useTell();
  const changed = useChanged();
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
      <div className="form-grid">
        <Field label={t.institution}>
          {(wiring) => (
            <select
              {...wiring}
              className="input"
              value={institution}
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
        <Field label={t.url}>
          {(wiring) => (
            <input
              {...wiring}
              className="input"
              value={url}
              placeholder="https://"
              spellCheck={false}
              onChange={(event) => setUrl(event.target.value)}
            />
          )}
        </Field>
        <Field label={t.credential} said={{ tone: "plain", text: t.credentialHint }}>
          {(wiring) => (
            <input
              {...wiring}
              className="input"
              type="password"
              autoComplete="off"
              value={credential}
              onChange={(event) => setCredential(event.target.value)}
            />
          )}
        </Field>
      </div>
      <Button className="start" type="submit" disabled={propose.isPending || url === "" || credential === ""}>
        {t.propose}
      </Button>
    </form>
  );
}

function Change({ change }: { change: ChangeView }) {
  const t = useWords(words);
  const say = useVocabulary();
  const language = useLanguage();
  const tell = useTell();
  const changed = useChanged();
  const approve = useAct("approve_change");
  const reject = useAct("reject_change");
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const waits = change.state === "proposed";
  const error = approve.error ?? reject.error;
  return (
    <li className="change">
      <div className="row">
        <b>{say("institution", change.institution)}</b>
        <Tag tone={waits ? "near" : change.state === "approved" ? "ok" : "quiet"}>
          {say("changeState", change.state)}
        </Tag>
        <span className="soft push">
          {change.maker} · {moment(change.at, language)}
        </span>
      </div>
      <span className="soft">{change.url}</span>
      {error !== null && <Problem error={error.view} />}
      {waits && (
        <div className="row">
          <Button
            size="small"
            onClick={() =>
              approve.mutate(
                { change: change.change },
                {
                  onSuccess: () => {
                    tell.say(t.approved);
                    changed();
                  },
                },
              )
            }
          >
            {t.approve}
          </Button>
          <Button size="small" look="plain" aria-expanded={asking} onClick={() => setAsking(!asking)}>
            {t.reject}
          </Button>
        </div>
      )}
      {waits && asking && (
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault();
            reject.mutate(
              { change: change.change, reason },
              {
                onSuccess: () => {
                  tell.say(t.rejected);
                  changed();
                },
              },
            );
          }}
        >
          <input
            className="input"
            value={reason}
            aria-label={t.reason}
            placeholder={t.reason}
            onChange={(event) => setReason(event.target.value)}
          />
          <Button type="submit" disabled={reason.trim() === ""}>
            {t.rejectNow}
          </Button>
        </form>
      )}
    </li>
  );
}
