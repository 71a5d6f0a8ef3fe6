import { CallMark, CheckMark, CheckMarks, OutcomeMark, RiskTag, StatusTag } from "../design/signs";
import { VOCABULARY } from "../words/vocabulary";
import { Row } from "./Row";

/** A word that no table knows: a newer desk may send one, and it must be seen for what it is. */
const UNHEARD = "unheard_of";

const wordsOf = (topic: keyof typeof VOCABULARY) => [...Object.keys(VOCABULARY[topic]), UNHEARD];

const CHECKS = [
  ...["queued", "sending", "failed", "unknown", "withdrawn", UNHEARD].map((state) => ({ state, outcome: null })),
  ...wordsOf("checkOutcome").map((outcome) => ({ state: "answered", outcome })),
];

export function CheckSigns() {
  return (
    <>
      <Row of="word">
        {CHECKS.map((check) => (
          <CheckMark key={`${check.state} ${check.outcome}`} check={check} />
        ))}
      </Row>
      <Row of="brief">
        {CHECKS.map((check) => (
          <CheckMark key={`${check.state} ${check.outcome}`} check={check} brief />
        ))}
      </Row>
      <Row of="of a list">
        <span className="row">
          <CheckMarks letters="qsfuwmcxne" />
        </span>
      </Row>
      <Row of="none">
        <CheckMarks letters="" />
      </Row>
    </>
  );
}

export function CallMarks() {
  return (
    <Row of="state">
      {wordsOf("callState").map((state) => (
        <CallMark key={state} state={state} />
      ))}
    </Row>
  );
}

export function Statuses() {
  return (
    <Row of="status">
      {wordsOf("status").map((status) => (
        <StatusTag key={status} status={status} />
      ))}
    </Row>
  );
}

export function Risks() {
  return (
    <Row of="band">
      {wordsOf("risk").map((band) => (
        <RiskTag key={band} band={band} />
      ))}
    </Row>
  );
}

export function Outcomes() {
  return (
    <Row of="outcome">
      {wordsOf("outcome").map((outcome) => (
        <OutcomeMark key={outcome} outcome={outcome} />
      ))}
    </Row>
  );
}
