import { type FormEvent, useState } from "react";
import { useAct } from "../../backend/act";
import type { ChangeView } from "../../backend/generated/ChangeView";
import { useKeyChange } from "../../backend/keyChange";
import { useDeskChanged } from "../../backend/queries";
import { KeyChange } from "../../design/KeyChange";
import { Problem } from "../../design/Problem";
import { Button, Tag, type Tone } from "../../design/primitives";
import { useTell } from "../../design/tell";
import { useChangeWords } from "../../words/changes";
import { moment, sentences } from "../../words/format";
import { useLanguage, useWords } from "../../words/language";
import { useVocabulary } from "../../words/vocabulary";
import { words } from "./words";

const TONE: Record<string, Tone> = { proposed: "near", approved: "ok" };

/** A change of the desk: what it is about, who proposed it, and, while it waits, the judging of it. */
export function Change({ change }: { change: ChangeView }) {
  const t = useWords(words);
  const say = useVocabulary();
  const tells = useChangeWords();
  const language = useLanguage();
  return (
    <li
      className="change"
      data-testid="change"
      data-state={change.state}
      data-what={change.what}
      data-person={change.person ?? undefined}
    >
      <div className="row">
        <b>{say("change", change.what)}</b>
        <Tag tone={TONE[change.state] ?? "quiet"}>{say("changeState", change.state)}</Tag>
        <span className="soft push num">
          {change.maker ?? t.nobody} · {moment(change.at, language)}
        </span>
      </div>
      <span className="about">{tells(change)}</span>
      {change.state === "proposed" && <Judging change={change} />}
    </li>
  );
}

function Judging({ change }: { change: ChangeView }) {
  const t = useWords(words);
  const language = useLanguage();
  const tell = useTell();
  const changed = useDeskChanged();
  const approve = useAct("approve_change");
  const reject = useAct("reject_change");
  const keys = useKeyChange(approve.isPending);
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const refusal = change.refusal?.[language];
  const refused = refusal ? sentences(language, refusal.happened, refusal.next) : undefined;
  const busy = approve.isPending || reject.isPending;
  // A refusal too may have left something changed: approved it was, and the keys could not be changed. Then this line
  // does not wait any more, so the refusal is said where it stays.
  const approveIt = () => {
    tell.hush();
    reject.reset();
    approve.mutate(
      { change: change.change },
      {
        onSuccess: () => {
          tell.say(t.approved);
          changed();
        },
        onError: (fault) => {
          tell.complain(fault.view);
          changed();
        },
      },
    );
  };
  const rejectIt = (event: FormEvent) => {
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
  };
  return (
    <>
      {keys !== undefined && <KeyChange at={keys} />}
      {reject.error !== null && <Problem error={reject.error.view} />}
      <div className="row">
        <Button size="small" refused={refused} disabled={busy} data-testid="approve-change" onClick={approveIt}>
          {approve.isPending ? t.approving : t.approve}
        </Button>
        <Button
          size="small"
          look="plain"
          refused={refused}
          disabled={busy}
          aria-expanded={asking}
          onClick={() => setAsking(!asking)}
          data-testid="reject-change"
        >
          {t.reject}
        </Button>
        {refused !== undefined && <span className="why">{refused}</span>}
      </div>
      {asking && refused === undefined && (
        <form className="row" onSubmit={rejectIt}>
          <input
            className="input"
            value={reason}
            aria-label={t.reason}
            placeholder={t.reason}
            data-testid="reject-reason"
            onChange={(event) => setReason(event.target.value)}
          />
          <Button type="submit" disabled={busy || reason.trim() === ""} data-testid="reject-now">
            {t.rejectNow}
          </Button>
        </form>
      )}
    </>
  );
}
