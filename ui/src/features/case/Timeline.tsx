import type { CaseView } from "../../backend/generated/CaseView";
import type { TimelineView } from "../../backend/generated/TimelineView";
import { Panel } from "../../design/primitives";
import { useNow } from "../../lib/useNow";
import { shortMoment } from "../../words/format";
import { useLanguage, useWords } from "../../words/language";
import { type Topic, useVocabulary } from "../../words/vocabulary";
import { words } from "./words";

/** What an event's word is a word of. */
const TOPIC: Record<string, Topic> = {
  received: "risk",
  amended: "risk",
  check_requested: "checkKind",
  check_answered: "checkOutcome",
  call_requeued: "cause",
  call_failed: "cause",
  call_unknown: "cause",
  feedback_requeued: "cause",
  feedback_failed: "cause",
  feedback_unknown: "cause",
  proposed: "outcome",
  proposal_voided: "voidCause",
  reviewed: "verdict",
  decided: "outcome",
  revealed: "revealReason",
};

/** Who did what when, newest first. */
export function Timeline({ view }: { view: CaseView }) {
  const t = useWords(words);
  return (
    <Panel title={t.timeline} flush data-testid="timeline">
      <ol className="timeline">
        {view.timeline.map((_, back) => {
          const place = view.timeline.length - 1 - back;
          const entry = view.timeline[place];
          return entry === undefined ? null : <Entry key={place} entry={entry} />;
        })}
      </ol>
    </Panel>
  );
}

function Entry({ entry }: { entry: TimelineView }) {
  const t = useWords(words);
  const say = useVocabulary();
  const language = useLanguage();
  const now = useNow();
  const topic = TOPIC[entry.kind];
  const about = entry.word === null || topic === undefined || topic === "risk" ? undefined : say(topic, entry.word);
  return (
    <li data-kind={entry.kind}>
      <time className="num soft" dateTime={entry.at}>
        {shortMoment(entry.at, language, now)}
      </time>
      <span className={entry.actor === null ? "soft" : undefined}>{entry.actor ?? t.desk}</span>
      <span>
        {say("event", entry.kind)}
        {entry.kind === "revealed" && ` ${entry.fields.map((field) => say("field", field)).join(t.fieldsAnd)}`}
        {about !== undefined && <b> {about}</b>}
        {entry.note !== null && <q>{entry.note}</q>}
      </span>
    </li>
  );
}
