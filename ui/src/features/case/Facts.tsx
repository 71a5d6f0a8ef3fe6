import type { CaseView } from "../../backend/generated/CaseView";
import { Button, Fact, Masked, Money, Panel } from "../../design/primitives";
import { useKey } from "../../lib/keys";
import { useNow } from "../../lib/useNow";
import { shortMoment } from "../../words/format";
import { useLanguage, useText, useWords } from "../../words/language";
import { useVocabulary } from "../../words/vocabulary";
import { Hidden, RevealForm } from "./Reveal";
import { revealWords } from "./revealWords";
import { useAllowed } from "./useCaseActs";
import { type Reveal, useReveal } from "./useReveal";
import { words } from "./words";

/** What was handed in, masked, with what the shown digits tell; and what screening found in it. */
export function Facts({ view, name, amend }: { view: CaseView; name: string | null; amend: (view: CaseView) => void }) {
  const t = useWords(words);
  const say = useVocabulary();
  const text = useText();
  const language = useLanguage();
  const now = useNow();
  const { row, facts } = view;
  const may = useAllowed(view)("amend");
  const reveal = useReveal(view);
  useRevealKey(reveal);
  const card = [facts.card.bank, facts.card.kind === null ? null : say("cardKind", facts.card.kind)].filter(Boolean);
  return (
    <Panel
      title={t.facts}
      aside={
        <>
          {view.version > 1 && <span>{t.version(view.version)}</span>}
          <span className="roomy">{t.masked}</span>
          {may.allowed && view.row.status !== "screened_out" && (
            <Button size="small" onClick={() => amend(view)} data-testid="amend">
              {t.amend}
            </Button>
          )}
        </>
      }
      data-testid="facts"
    >
      <dl className="facts">
        <Fact label={say("field", "name")} beside={name === null ? undefined : t.nameShown}>
          {name !== null ? (
            <span data-testid="clear-name">{name}</span>
          ) : row.holder === null ? (
            <Hidden field="name" mask={row.name} reveal={reveal} />
          ) : (
            // Whoever holds the case is shown it without asking.
            <Masked value={row.name} />
          )}
        </Fact>
        <Fact label={say("document", facts.document_type)}>
          <Hidden field="document_number" mask={row.document_number} reveal={reveal} />
        </Fact>
        <Fact label={say("method", row.method)} beside={card.join(" · ")}>
          <Hidden field="card_number" mask={row.card_number} reveal={reveal} />
        </Fact>
        <Fact label={say("field", "phone")} beside={facts.operator === null ? undefined : text(facts.operator)}>
          <Hidden field="phone" mask={row.phone} reveal={reveal} />
        </Fact>
        <Fact label={say("field", "amount")}>
          <Money amount={row.amount} currency={row.currency} />
        </Fact>
        <Fact label={say("field", "partner")} beside={`${t.received} ${shortMoment(row.received_at, language, now)}`}>
          {row.partner}
        </Fact>
        <Fact
          label={t.consent}
          beside={`${say("consentChannel", facts.consent_channel)} · ${shortMoment(facts.consent_at, language, now)}`}
        >
          {facts.consent_terms}
        </Fact>
        <Fact
          label={say("field", "language")}
          beside={facts.email === null ? undefined : <Hidden field="email" mask={facts.email} reveal={reveal} />}
        >
          {say("customerLanguage", row.language)}
        </Fact>
      </dl>
      {reveal.asking !== null && <RevealForm key={reveal.asking} field={reveal.asking} reveal={reveal} />}
      <div className="findings">
        {view.findings.length === 0 && <p className="soft">{t.noFindings}</p>}
        {view.findings.map((finding) => (
          <p key={`${finding.field} ${finding.code}`} className={finding.severity === "refuse" ? "bad" : "near"}>
            <span className={`glyph tone-${finding.severity === "refuse" ? "bad" : "near"}`} aria-hidden="true">
              !
            </span>
            <b>{say("field", finding.field)}</b> {text(finding.words)}
          </p>
        ))}
      </div>
    </Panel>
  );
}

/** On a masked value the key asks for it; elsewhere it goes to the first, from which the others are a tab away. */
function useRevealKey(reveal: Reveal) {
  const t = useWords(revealWords);
  const press = () => {
    const focused = document.activeElement;
    const field = focused instanceof HTMLElement ? focused.dataset.reveal : undefined;
    if (field === undefined) document.querySelector<HTMLElement>("[data-reveal]")?.focus();
    else if (reveal.shown(field) === undefined) reveal.ask(field);
  };
  useKey("f", t.revealKey, press, reveal.allowed);
}
