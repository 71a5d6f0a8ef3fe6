import { useAct } from "../../backend/act";
import type { CaseView } from "../../backend/generated/CaseView";
import { keepCase, useQueryClient } from "../../backend/queries";
import { useTell } from "../../design/tell";
import { useDraft } from "../../lib/drafts";
import { useWords } from "../../words/language";
import { CaseForm } from "./CaseForm";
import { asSubmitted, type Draft, emptyDraft, localMoment } from "./draft";
import { words } from "./words";

/** What the case says already; the customer's own data is typed anew, since it is not shown in clear. */
const asItStands = ({ row, facts }: CaseView): Draft => ({
  ...emptyDraft(row.partner, facts.consent_terms),
  reference: row.reference,
  document_type: facts.document_type,
  method: row.method,
  amount: row.amount,
  currency: row.currency,
  language: row.language,
  consent_at: localMoment(new Date(facts.consent_at)),
  consent_channel: facts.consent_channel,
});

/** A case whose data is mended: a new version under its own number. */
export function Amendment({ view, openCase }: { view: CaseView; openCase: (caseId: string) => void }) {
  const t = useWords(words);
  const tell = useTell();
  const client = useQueryClient();
  const amend = useAct("amend");
  const [draft, setDraft, drop] = useDraft(`amendment ${view.row.case}`, () => asItStands(view));
  return (
    <CaseForm
      draft={draft}
      change={setDraft}
      screening="screen_amendment"
      fixed
      action={t.mend}
      busy={amend.isPending}
      problem={amend.error?.view ?? null}
      submit={() =>
        amend.mutate(asSubmitted(draft), {
          onSuccess: (amended) => {
            drop();
            keepCase(client, amended);
            openCase(amended.row.case);
            tell.say(t.mended);
          },
        })
      }
      clear={() => {
        amend.reset();
        drop();
      }}
    />
  );
}
