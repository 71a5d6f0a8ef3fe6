import { useState } from "react";
import type { CaseView } from "../../backend/generated/CaseView";
import type { ProposalView } from "../../backend/generated/ProposalView";
import { useReply } from "../../backend/queries";
import { Button, Choice, Fact } from "../../design/primitives";
import { OutcomeMark } from "../../design/signs";
import { useTell } from "../../design/tell";
import { useDraft } from "../../lib/drafts";
import { useKey } from "../../lib/keys";
import { moment, sentences } from "../../words/format";
import { useLanguage, useText, useWords } from "../../words/language";
import { useVocabulary } from "../../words/vocabulary";
import { cardsMasked } from "./cardsMasked";
import { Preview } from "./Preview";
import { useAllowed, useCaseAct } from "./useCaseActs";
import { nothingDrafted, Verdict } from "./Verdict";
import { words } from "./words";

const VERDICTS = ["agree", "return", "overturn"] as const;
type Judged = (typeof VERDICTS)[number];

/** Judging a proposal: what was proposed and why, then a verdict, then one key to submit it. */
export function Review({ view, proposal }: { view: CaseView; proposal: ProposalView }) {
  const t = useWords(words);
  const say = useVocabulary();
  const act = useCaseAct();
  const language = useLanguage();
  const tell = useTell();
  const may = useAllowed(view)("review");
  const [verdict, setVerdict] = useState<Judged | null>(null);
  const [drafted, setDrafted, drop] = useDraft(`review ${view.row.case}`, nothingDrafted);
  const ready = verdict !== null && (verdict !== "overturn" || drafted.outcome !== null);
  const submit = async () => {
    if (!ready || !may.allowed) return;
    const overturned = verdict === "overturn";
    const done = await act("review", {
      case: view.row.case,
      verdict,
      outcome: overturned ? drafted.outcome : null,
      reasons: overturned ? drafted.reasons : verdict === "agree" ? proposal.reasons : [],
      note: drafted.note,
    });
    if (done === undefined) return;
    drop();
    tell.say(sentences(language, t.reviewed, ...cardsMasked(t, done)));
  };
  // While another outcome is being chosen, 1 to 4 are its keys.
  const judges = may.allowed && verdict !== "overturn";
  useKey("1", say("verdict", VERDICTS[0]), () => setVerdict(VERDICTS[0]), judges);
  useKey("2", say("verdict", VERDICTS[1]), () => setVerdict(VERDICTS[1]), judges);
  useKey("3", say("verdict", VERDICTS[2]), () => setVerdict(VERDICTS[2]), judges);
  useKey("ctrl+enter", t.review, () => void submit(), may.allowed);
  return (
    <aside className="decide" aria-label={t.verdict}>
      <div className="decide-body scroll">
        <section>
          <h2>{t.proposal}</h2>
          <Proposed proposal={proposal} />
        </section>
        <section>
          <h2>{t.verdict}</h2>
          <Choice<Judged>
            legend={t.verdict}
            value={verdict}
            choose={setVerdict}
            disabled={!may.allowed}
            options={VERDICTS.map((value, place) => ({
              value,
              label: say("verdict", value),
              ...(verdict === "overturn" ? {} : { hotkey: String(place + 1) }),
            }))}
          />
        </section>
        {verdict === "overturn" ? (
          <Verdict view={view} drafted={drafted} change={setDrafted} noteLabel={t.reviewNote} disabled={!may.allowed} />
        ) : (
          <>
            <section>
              <h2>{t.reviewNote}</h2>
              <textarea
                className="input"
                rows={2}
                value={drafted.note}
                disabled={!may.allowed}
                aria-label={t.reviewNote}
                placeholder={t.whyPlaceholder}
                data-testid="why"
                onChange={(event) => setDrafted({ ...drafted, note: event.target.value })}
              />
            </section>
            {verdict !== "return" && (
              <Preview view={view} outcome={proposal.outcome} reasons={proposal.reasons} plan={false} />
            )}
          </>
        )}
      </div>
      <footer>
        <Button
          look="main"
          size="wide"
          hotkey="Ctrl ↵"
          disabled={may.allowed && !ready}
          refused={may.allowed ? undefined : (may.refused ?? t.why2)}
          onClick={() => void submit()}
          data-testid="review"
        >
          {t.review}
        </Button>
        {!may.allowed && <p className="why">{may.refused}</p>}
      </footer>
    </aside>
  );
}

function Proposed({ proposal }: { proposal: ProposalView }) {
  const t = useWords(words);
  const say = useVocabulary();
  const text = useText();
  const language = useLanguage();
  const all = useReply("reasons", {});
  const house = (code: string) => {
    const reason = all.data?.find((it) => it.code === code);
    return reason === undefined ? code : text(reason.house);
  };
  return (
    <div className="proposed">
      <OutcomeMark outcome={proposal.outcome} />
      <dl className="proposed">
        {proposal.reasons.length > 0 && <Fact label={t.reasons}>{proposal.reasons.map(house).join(t.and)}</Fact>}
        <Fact label={t.maker} beside={moment(proposal.at, language)}>
          {proposal.maker}
        </Fact>
        <Fact label={t.causes}>{proposal.reserved.map((it) => say("reviewCause", it)).join(t.and)}</Fact>
        <Fact label={t.digest} {...(proposal.pending > 0 ? { beside: t.pending(proposal.pending) } : {})}>
          <code className="digest">{proposal.digest.slice(0, 16)}</code>
        </Fact>
      </dl>
    </div>
  );
}
