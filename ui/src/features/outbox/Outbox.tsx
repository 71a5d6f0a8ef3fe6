import { useAct } from "../../backend/act";
import type { CallView } from "../../backend/generated/CallView";
import { useReply } from "../../backend/queries";
import { Problem } from "../../design/Problem";
import { Button, Empty, Skeleton } from "../../design/primitives";
import { CallMark } from "../../design/signs";
import { useTell } from "../../design/tell";
import { useNow } from "../../lib/useNow";
import { shortMoment } from "../../words/format";
import { useLanguage, useWords } from "../../words/language";
import { useVocabulary } from "../../words/vocabulary";
import "./outbox.css";
import { words } from "./words";

/** What goes out: counts with words for every state, then the calls, newest first. */
export function Outbox({ openCase }: { openCase: (caseId: string) => void }) {
  const t = useWords(words);
  const say = useVocabulary();
  const tell = useTell();
  const outbox = useReply("outbox_status", {});
  const drain = useAct("outbox_drain");
  const send = () =>
    drain.mutate(
      { wait_seconds: 0 },
      { onSuccess: () => tell.say(t.asked), onError: (refused) => tell.complain(refused.view) },
    );
  if (outbox.error !== null) return <Problem error={outbox.error.view} />;
  if (outbox.data === undefined) return <Skeleton lines={10} />;
  const { counts, waiting, calls } = outbox.data;
  const states: Record<string, string> = t.states;
  return (
    <div className="outbox scroll">
      <header className="page-head">
        <h1>{t.title}</h1>
        <p className="soft">{t.text}</p>
        <Button className="push" onClick={send} data-testid="send-now">
          {t.now}
        </Button>
      </header>
      {drain.data?.not_set_up.map((route) => (
        <p key={route}>{t.notSetUp(say("route", route))}</p>
      ))}
      {drain.data?.resting.map((route) => (
        <p key={route}>{t.resting(say("route", route))}</p>
      ))}
      <dl className="states">
        {counts.map((it) => (
          <div key={it.of} data-testid={`state-${it.of}`}>
            <dt>
              <CallMark state={it.of} />
              <b className="num">{it.count.toLocaleString()}</b>
            </dt>
            <dd className="soft">
              {states[it.of]}
              {it.of === "queued" && waiting > 0 && ` · ${t.waiting(waiting)}`}
            </dd>
          </div>
        ))}
      </dl>
      {calls.length === 0 ? (
        <Empty title={t.empty}>{t.emptyText}</Empty>
      ) : (
        <section className="panel">
          <table className="calls">
            <thead>
              <tr>
                <th scope="col">{t.state}</th>
                <th scope="col">{t.kind}</th>
                <th scope="col">{t.reference}</th>
                <th scope="col">{t.partner}</th>
                <th scope="col">{t.since}</th>
                <th scope="col">{t.notBefore}</th>
                <th scope="col">{t.tries}</th>
                <th scope="col">{t.why}</th>
              </tr>
            </thead>
            <tbody>
              {calls.map((call) => (
                <Call key={call.call} call={call} openCase={openCase} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  );
}

/** An answered check says what the answer was, anything else why it stands where it stands. */
const detailTopic = (call: CallView) =>
  call.kind === "check" && call.state === "answered" ? ("checkOutcome" as const) : ("cause" as const);

function Call({ call, openCase }: { call: CallView; openCase: (caseId: string) => void }) {
  const say = useVocabulary();
  const language = useLanguage();
  const now = useNow();
  const waits = call.state === "queued" && new Date(call.not_before).getTime() > now;
  return (
    <tr data-testid="call" data-state={call.state}>
      <td>
        <CallMark state={call.state} />
      </td>
      <td>{say("callKind", call.kind)}</td>
      <td>
        <button type="button" className="link num" onClick={() => openCase(call.case)}>
          {call.reference}
        </button>
      </td>
      <td>{call.partner}</td>
      <td className="num">{shortMoment(call.queued_at, language, now)}</td>
      <td className="num">{waits ? shortMoment(call.not_before, language, now) : "—"}</td>
      <td className="num">{call.attempt}</td>
      <td className="soft">{call.detail === null ? "" : say(detailTopic(call), call.detail)}</td>
    </tr>
  );
}
