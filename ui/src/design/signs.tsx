import type { CheckView } from "../backend/generated/CheckView";
import { bilingual, useWords } from "../words/language";
import { useVocabulary } from "../words/vocabulary";
import { Mark, Tag, type Tone } from "./primitives";

const words = bilingual({ risk: (band: string) => `风险${band}` }, { risk: (band: string) => `${band} risk` });

type Sign = { tone: Tone; glyph: string };

const OUTCOME: Record<string, Sign> = {
  match: { tone: "ok", glyph: "✓" },
  close_match: { tone: "near", glyph: "≈" },
  mismatch: { tone: "bad", glyph: "✕" },
  unable: { tone: "quiet", glyph: "–" },
  error: { tone: "near", glyph: "!" },
};

const STATE: Record<string, Sign> = {
  queued: { tone: "info", glyph: "…" },
  sending: { tone: "info", glyph: "↗" },
  answered: { tone: "ok", glyph: "✓" },
  failed: { tone: "near", glyph: "!" },
  unknown: { tone: "bad", glyph: "?" },
  withdrawn: { tone: "quiet", glyph: "×" },
  held: { tone: "info", glyph: "Ⅱ" },
  sent: { tone: "ok", glyph: "✓" },
};

const NOTHING: Sign = { tone: "quiet", glyph: "·" };

/** What a check says, or where it stands while it says nothing. */
export function CheckMark({ check, brief }: { check: Pick<CheckView, "state" | "outcome">; brief?: boolean }) {
  const say = useVocabulary();
  const answered = check.state === "answered" && check.outcome !== null;
  const sign = answered ? OUTCOME[check.outcome ?? ""] : STATE[check.state];
  const word = answered ? say("checkOutcome", check.outcome ?? "") : say("callState", check.state);
  return <Mark {...(sign ?? NOTHING)} word={word} {...(brief ? { brief } : {})} />;
}

/** The letters by which a list tells of checks. */
const LETTERS: Record<string, { state: string; outcome: string | null }> = {
  q: { state: "queued", outcome: null },
  s: { state: "sending", outcome: null },
  f: { state: "failed", outcome: null },
  u: { state: "unknown", outcome: null },
  w: { state: "withdrawn", outcome: null },
  m: { state: "answered", outcome: "match" },
  c: { state: "answered", outcome: "close_match" },
  x: { state: "answered", outcome: "mismatch" },
  n: { state: "answered", outcome: "unable" },
  e: { state: "answered", outcome: "error" },
};

/** The checks of a case in a list: a sign each. */
export function CheckMarks({ letters }: { letters: string }) {
  return [...letters].map((letter, place) => {
    const check = LETTERS[letter];
    // biome-ignore lint/suspicious/noArrayIndexKey: a check's place in its case is its name here
    return check === undefined ? null : <CheckMark key={place} check={check} brief />;
  });
}

/** Where a call to the outside stands. */
export function CallMark({ state }: { state: string }) {
  const say = useVocabulary();
  return <Mark {...(STATE[state] ?? NOTHING)} word={say("callState", state)} />;
}

const STATUS_TONE: Record<string, Tone> = {
  open: "quiet",
  in_progress: "info",
  waiting_for_review: "near",
  decided: "ok",
  screened_out: "bad",
};

export function StatusTag({ status }: { status: string }) {
  const say = useVocabulary();
  return (
    <Tag tone={STATUS_TONE[status] ?? "quiet"} data-testid="status" data-status={status}>
      {say("status", status)}
    </Tag>
  );
}

const RISK_TONE: Record<string, Tone> = { low: "quiet", elevated: "near", high: "bad" };

export function RiskTag({ band }: { band: string }) {
  const t = useWords(words);
  const say = useVocabulary();
  return <Tag tone={RISK_TONE[band] ?? "quiet"}>{t.risk(say("risk", band))}</Tag>;
}

const OUTCOME_TONE: Record<string, Tone> = {
  verified: "ok",
  not_verified_may_retry: "near",
  not_verified_final: "bad",
  unable_to_verify: "quiet",
};

const OUTCOME_GLYPH: Record<string, string> = {
  verified: "✓",
  not_verified_may_retry: "↻",
  not_verified_final: "✕",
  unable_to_verify: "–",
};

/** How a case ended, or is proposed to end. */
export function OutcomeMark({ outcome }: { outcome: string }) {
  const say = useVocabulary();
  return (
    <Mark
      tone={OUTCOME_TONE[outcome] ?? "quiet"}
      glyph={OUTCOME_GLYPH[outcome] ?? "·"}
      word={say("outcome", outcome)}
    />
  );
}
