import type { CaseView } from "../../backend/generated/CaseView";
import type { DecisionView } from "../../backend/generated/DecisionView";
import { useReply } from "../../backend/queries";
import { Button, Fact } from "../../design/primitives";
import { CallMark, OutcomeMark } from "../../design/signs";
import { useTell } from "../../design/tell";
import { useSecond } from "../../lib/useNow";
import { moment } from "../../words/format";
import { useLanguage, useText, useWords } from "../../words/language";
import { useVocabulary } from "../../words/vocabulary";
import { useAllowed, useCaseAct } from "./useCaseActs";
import { words } from "./words";

/** What was decided, and how far the customer's message is. */
export function Decided({ view, decision }: { view: CaseView; decision: DecisionView }) {
  const t = useWords(words);
  const say = useVocabulary();
  const text = useText();
  const language = useLanguage();
  const act = useCaseAct();
  const tell = useTell();
  const allowed = useAllowed(view);
  const now = useSecond();
  const all = useReply("reasons", {});
  const house = (code: string) => {
    const reason = all.data?.find((it) => it.code === code);
    return reason === undefined ? code : text(reason.house);
  };
  const { feedback } = decision;
  const left = Math.max(0, Math.ceil((new Date(decision.hold_until).getTime() - now) / 1_000));
  const state = feedback.state === "held" && left === 0 ? "queued" : feedback.state;
  const takeBack = allowed("take_back");
  const again = allowed("ask_feedback_again");
  const states: Record<string, string> = t.messageStates;
  return (
    <aside className="decide" aria-label={t.decision}>
      <div className="decide-body scroll">
        <section>
          <h2>{t.decision}</h2>
          <div className="proposed">
            <OutcomeMark outcome={decision.outcome} />
            <dl className="proposed">
              {decision.reasons.length > 0 && <Fact label={t.reasons}>{decision.reasons.map(house).join(t.and)}</Fact>}
              {decision.maker !== null && <Fact label={t.maker}>{decision.maker}</Fact>}
              {decision.checker !== null && <Fact label={t.checker}>{decision.checker}</Fact>}
              <Fact label={t.at}>{moment(decision.at, language)}</Fact>
            </dl>
          </div>
        </section>
        <section>
          <h2>{t.toCustomer(say("customerLanguage", view.row.language))}</h2>
          <p className="letter" lang={view.row.language}>
            {feedback.text}
          </p>
          <p className="policy" data-testid="feedback" data-state={state}>
            <CallMark state={state} />
            <span>
              {states[state] ?? ""}
              {feedback.cause !== null && ` · ${say("cause", feedback.cause)}`}
            </span>
          </p>
        </section>
      </div>
      <footer>
        {state === "held" && (
          <Button
            size="wide"
            refused={takeBack.allowed ? undefined : takeBack.refused}
            onClick={async () => {
              if ((await act("take_back", { case: view.row.case })) !== undefined) tell.say(t.takenBack);
            }}
            data-testid="take-back"
          >
            {t.takeBack} <span className="soft num">{t.holdLeft(left)}</span>
          </Button>
        )}
        {again.allowed && (
          <>
            <Button
              size="wide"
              onClick={() => void act("feedback", { case: view.row.case, ask_again: true })}
              data-testid="send-again"
            >
              {t.sendAgain}
            </Button>
            <p className="why">{t.sendAgainWarning}</p>
          </>
        )}
      </footer>
    </aside>
  );
}
