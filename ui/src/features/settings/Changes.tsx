import { type FormEvent, useState } from "react";
import { useAct } from "../../backend/act";
import type { ChangeView } from "../../backend/generated/ChangeView";
import type { DeskView } from "../../backend/generated/DeskView";
import { useQueryClient, useReply } from "../../backend/queries";
import { Problem } from "../../design/Problem";
import { PageHead } from "../../design/page";
import { Button, Field, Panel, Skeleton, Tag } from "../../design/primitives";
import { TextField } from "../../design/TextField";
import { useTell } from "../../design/tell";
import { moment, sentences } from "../../words/format";
import { useLanguage, useWords } from "../../words/language";
import { useVocabulary } from "../../words/vocabulary";
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

/** What a change is about, in one line. */
function about(change: ChangeView, say: ReturnType<typeof useVocabulary>): string {
  const institution = change.institution === null ? [] : [say("institution", change.institution)];
  const roles = change.roles.map((role) => say("role", role)).join(" · ");
  return [...institution, change.url, change.person, roles, change.holders.join(" · ")]
    .filter((it) => it !== null && it !== "")
    .join(" — ");
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
  const refusal = change.refusal?.[language];
  const refused = refusal ? sentences(language, refusal.happened, refusal.next) : undefined;
  return (
    <li className="change" data-testid="change" data-state={change.state}>
      <div className="row">
        <b>{say("change", change.what)}</b>
        <Tag tone={waits ? "near" : change.state === "approved" ? "ok" : "quiet"}>
          {say("changeState", change.state)}
        </Tag>
        <span className="soft push">
          {change.maker} · {moment(change.at, language)}
        </span>
      </div>
      <span className="soft">{about(change, say)}</span>
      {error !== null && <Problem error={error.view} />}
      {waits && (
        <div className="row">
          <Button
            size="small"
            refused={refused}
            data-testid="approve-change"
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
          <Button
            size="small"
            look="plain"
            refused={refused}
            aria-expanded={asking}
            onClick={() => setAsking(!asking)}
            data-testid="reject-change"
          >
            {t.reject}
          </Button>
          {refused !== undefined && <span className="why">{refused}</span>}
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
