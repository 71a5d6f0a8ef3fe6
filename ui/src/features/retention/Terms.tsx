import type { MonthsView } from "../../backend/generated/MonthsView";
import type { RetentionView } from "../../backend/generated/RetentionView";
import { Button, Fact, Panel } from "../../design/primitives";
import { useDraft } from "../../lib/drafts";
import { useWords } from "../../words/language";
import { TermsForm } from "./TermsForm";
import { TermsHead } from "./TermsHead";
import { ENDINGS, type Ending, monthsOf, type TermsTyped, typedOf } from "./terms";
import { words } from "./words";

const unchanged = (): TermsTyped | null => null;

/** How long cases are kept, by how they ended and who sent them; and, for a supervisor, the proposing of other terms. */
export function Terms({
  view,
  mayPropose,
  refused,
}: {
  view: RetentionView;
  mayPropose: boolean;
  refused: string | undefined;
}) {
  const t = useWords(words);
  const [typed, type, drop] = useDraft("retention terms", unchanged);
  const edits = mayPropose && typed !== null;
  return (
    <Panel
      title={edits ? t.editTitle : t.terms}
      flush
      data-testid="terms"
      aside={
        mayPropose ? (
          !edits && (
            <Button size="small" refused={refused} onClick={() => type(typedOf(view))} data-testid="terms-edit">
              {t.edit}
            </Button>
          )
        ) : (
          <span>{t.notSupervisor}</span>
        )
      }
    >
      {edits ? <TermsForm view={view} typed={typed} type={type} close={drop} /> : <InForce view={view} />}
    </Panel>
  );
}

function InForce({ view }: { view: RetentionView }) {
  const t = useWords(words);
  return (
    <>
      <table className="table terms">
        <TermsHead />
        <tbody>
          <tr data-testid="terms-of" data-partner="">
            <th scope="row">{t.everybody}</th>
            {ENDINGS.map((ending) => (
              <Months key={ending} usual={view.usual} own={undefined} ending={ending} />
            ))}
          </tr>
          {view.partners.map(({ partner, months }) => (
            <tr key={partner} data-testid="terms-of" data-partner={partner}>
              <th scope="row">{partner}</th>
              {ENDINGS.map((ending) => (
                <Months key={ending} usual={view.usual} own={months} ending={ending} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <div className="terms-foot">
        {view.partners.length === 0 && <p className="soft">{t.noPartners}</p>}
        <p className="soft">{t.termsText}</p>
        <p className="soft">{t.termsDuty}</p>
        <dl>
          <Fact label={t.hash} beside={t.hashText}>
            <code className="terms-hash" data-testid="terms-hash">
              {view.hash}
            </code>
          </Fact>
        </dl>
      </div>
    </>
  );
}

/** A term; where a partner has none of its own, quietly the one that holds for all. */
function Months({ usual, own, ending }: { usual: MonthsView[]; own: MonthsView[] | undefined; ending: Ending }) {
  const t = useWords(words);
  const general = monthsOf(usual, ending)?.toLocaleString() ?? "—";
  const months = own === undefined ? general : monthsOf(own, ending)?.toLocaleString();
  return (
    <td className="num right nowrap" data-ending={ending} data-own={own !== undefined && months !== undefined}>
      {months === undefined ? (
        <span className="soft" title={t.asEverybody(general)}>
          {t.months(general)}
        </span>
      ) : (
        t.months(months)
      )}
    </td>
  );
}
