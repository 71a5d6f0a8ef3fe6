import { useRef, useState } from "react";
import { useAct } from "../../backend/act";
import type { DueMonthView } from "../../backend/generated/DueMonthView";
import type { ErasureDueView } from "../../backend/generated/ErasureDueView";
import { useErased, useReply } from "../../backend/queries";
import { Problem } from "../../design/Problem";
import { Button, Fact, Mark, Panel, Skeleton } from "../../design/primitives";
import { lastDay, monthName } from "../../words/format";
import { useLanguage, useWords } from "../../words/language";
import { Erasing } from "./Erasing";
import { ErasureSure } from "./ErasureSure";
import { Result } from "./Result";
import { useErasureRun } from "./useErasureRun";
import { words } from "./words";

/** The cases whose time is over, by month; and, for an administrator, the run that erases them. */
export function Due({ mayErase, refused }: { mayErase: boolean; refused: string | undefined }) {
  const t = useWords(words);
  const due = useReply("erasure_due", {}, { anew: true });
  const run = useAct("erase_due");
  const at = useErasureRun(run.isPending);
  const erased = useErased();
  const [asking, setAsking] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    setAsking(false);
    opener.current?.focus();
  };
  const go = () => {
    setAsking(false);
    // What was erased before a fault is erased: either way everything that tells of cases is read anew.
    run.mutate({}, { onSuccess: erased, onError: erased });
  };
  const isDue = due.data !== undefined && due.data.cases > 0;
  return (
    <>
      {run.isPending && <Erasing at={at} />}
      {run.error !== null && <Problem error={run.error.view} close={run.reset} />}
      {run.data !== undefined && <Result found={run.data} />}
      {asking && isDue && due.data !== undefined && refused === undefined && (
        <ErasureSure cases={due.data.cases} go={go} close={close} />
      )}
      <Panel
        title={t.due}
        data-testid="due"
        data-cases={due.data?.cases}
        aside={
          mayErase ? (
            isDue && (
              <Button
                ref={opener}
                size="small"
                refused={refused}
                aria-expanded={asking}
                onClick={() => setAsking(!asking)}
                data-testid="erase"
              >
                {t.erase}…
              </Button>
            )
          ) : (
            <span>{t.notAdministrator}</span>
          )
        }
      >
        {due.error !== null && <Problem error={due.error.view} />}
        {due.isPending && <Skeleton lines={3} />}
        {due.data !== undefined && (isDue ? <Found due={due.data} /> : <p className="soft">{t.noneDue}</p>)}
      </Panel>
    </>
  );
}

function Found({ due }: { due: ErasureDueView }) {
  const t = useWords(words);
  const language = useLanguage();
  const late = due.late_days === 0 ? t.today : t.days(due.late_days.toLocaleString());
  return (
    <div className="due-found">
      <dl>
        <Fact label={t.dueCases}>
          <span className="num due-count">{t.cases(due.cases.toLocaleString())}</span>
        </Fact>
        <Fact label={t.dueSince}>
          <span className="num">{due.since === null ? "—" : lastDay(due.since, language)}</span>
        </Fact>
        <Fact label={t.late}>
          <Mark tone={due.late_days > 31 ? "bad" : "near"} glyph="!" word={late} />
        </Fact>
      </dl>
      <Months months={due.months} />
    </div>
  );
}

/** So many months are listed without being asked for. */
const FEW = 6;

function Months({ months }: { months: DueMonthView[] }) {
  const t = useWords(words);
  const language = useLanguage();
  const [all, setAll] = useState(false);
  return (
    <div className="due-months">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t.keptTo}</th>
            <th scope="col" className="right">
              {t.count}
            </th>
          </tr>
        </thead>
        <tbody>
          {(all ? months : months.slice(0, FEW)).map((it) => (
            <tr key={it.month} data-testid="due-month" data-month={it.month}>
              <th scope="row">{t.endOf(monthName(it.month, language))}</th>
              <td className="num right">{it.cases.toLocaleString()}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {months.length > FEW && (
        <button type="button" className="link" aria-expanded={all} onClick={() => setAll(!all)} data-testid="due-all">
          {all ? t.fold : t.showAll(months.length.toLocaleString())}
        </button>
      )}
    </div>
  );
}
