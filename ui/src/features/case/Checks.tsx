import type { CaseView } from "../../backend/generated/CaseView";
import type { CheckView } from "../../backend/generated/CheckView";
import { Button, Masked, Panel } from "../../design/primitives";
import { CheckMark } from "../../design/signs";
import { useKey } from "../../lib/keys";
import { useWords } from "../../words/language";
import { useVocabulary } from "../../words/vocabulary";
import { useAllowed, useCaseAct } from "./useCaseActs";
import { words } from "./words";

/** What institutions were asked, and what they say: asked beside answered. */
export function Checks({ view }: { view: CaseView }) {
  const t = useWords(words);
  const act = useCaseAct();
  const allowed = useAllowed(view);
  const run = allowed("run_checks");
  const start = () => void act("run_checks", { case: view.row.case });
  useKey("r", t.run, start, run.allowed);
  return (
    <Panel
      title={t.checks}
      flush
      data-testid="checks"
      aside={
        <Button
          size="small"
          hotkey="r"
          refused={run.allowed ? undefined : run.refused}
          onClick={start}
          data-testid="run-checks"
        >
          {t.run}
        </Button>
      }
    >
      {view.checks.length === 0 ? (
        <p className="soft padded">{t.checksNone}</p>
      ) : (
        <table className="checks">
          <thead>
            <tr>
              <th scope="col">{t.what}</th>
              <th scope="col">{t.asked}</th>
              <th scope="col">{t.answer}</th>
              <th scope="col">{t.result}</th>
            </tr>
          </thead>
          <tbody>
            {view.checks.map((check) => (
              <Check key={check.call} view={view} check={check} />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

const MAY_ASK_AGAIN = ["failed", "unknown"];

function Check({ view, check }: { view: CaseView; check: CheckView }) {
  const t = useWords(words);
  const say = useVocabulary();
  const act = useCaseAct();
  const again = useAllowed(view)("ask_again");
  const billed = check.billed === null ? undefined : check.billed ? t.billed : t.notBilled;
  const offers = check.current && (MAY_ASK_AGAIN.includes(check.state) || check.outcome === "error");
  return (
    <>
      <tr
        className={check.current ? undefined : "older"}
        data-testid="check"
        data-state={check.state}
        data-outcome={check.outcome}
      >
        <th scope="row">
          {say("checkKind", check.kind)}
          <span className="beside">{check.current ? t.tries(Math.max(1, check.attempt)) : t.older}</span>
        </th>
        <td>
          <ul className="asked">
            {check.fields.map((field) => (
              <li key={field}>
                <span className="soft">{say("field", field)}</span> <Masked value={shown(view, field)} />
              </li>
            ))}
          </ul>
        </td>
        <td>
          {check.provider_text !== null ? (
            <>
              {check.provider_text} <span className="soft num">({check.provider_code})</span>
            </>
          ) : (
            <span className="soft">{check.reason === null ? "—" : say("cause", check.reason)}</span>
          )}
          {billed !== undefined && <span className="beside">{billed}</span>}
        </td>
        <td>
          <CheckMark check={check} />
          {offers && (
            <Button
              size="small"
              refused={again.allowed ? undefined : again.refused}
              title={t.againWarning}
              onClick={() => void act("ask_again", { call: check.call })}
              data-testid="ask-again"
            >
              {t.again}
            </Button>
          )}
        </td>
      </tr>
      {check.outcome === "mismatch" && (
        <tr className="aside">
          <td colSpan={4}>{t.together}</td>
        </tr>
      )}
    </>
  );
}

function shown(view: CaseView, field: string): string {
  const { row } = view;
  switch (field) {
    case "name":
      return row.name;
    case "document_number":
      return row.document_number;
    case "card_number":
      return row.card_number;
    case "phone":
      return row.phone;
    default:
      return "";
  }
}
