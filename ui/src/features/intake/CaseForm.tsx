import { type FormEvent, useState } from "react";
import type { FindingView } from "../../backend/generated/FindingView";
import { useAct, useReply } from "../../backend/queries";
import { Problem } from "../../design/Problem";
import { Button, Field, Mark, Panel, type Said } from "../../design/primitives";
import { useTell } from "../../design/tell";
import { useKey } from "../../lib/keys";
import { useDebounced } from "../../lib/useDebounced";
import { useText, useWords } from "../../words/language";
import { useVocabulary } from "../../words/vocabulary";
import { asSubmitted, type Draft, emptyDraft, freshReference } from "./draft";
import { useExplained } from "./useExplained";
import { words } from "./words";

/** Only these are said before the field was touched: everything else would scold an empty form. */
const EARLY = new Set(["repeat_other_identity", "repeat_same_identity"]);

/** A case typed in. Each field explains itself, and screening says beforehand what it would find. */
export function CaseForm({ openCase }: { openCase: (caseId: string) => void }) {
  const t = useWords(words);
  const say = useVocabulary();
  const inWords = useText();
  const tell = useTell();
  const submit = useAct("submit");
  const [draft, setDraft] = useState<Draft>(() => emptyDraft("", ""));
  const [pressed, setPressed] = useState(false);
  const asked = useDebounced(draft, 250);
  const touched = draft.name !== "" || draft.document_number !== "" || draft.card_number !== "" || draft.phone !== "";
  const screened = useReply("screen_draft", asSubmitted(asked), { enabled: touched, keepPrevious: true });
  const set = <F extends keyof Draft>(field: F, value: Draft[F]) => setDraft((was) => ({ ...was, [field]: value }));

  const explained: Partial<Record<keyof Draft, Said | undefined>> = {
    name: useExplained("name", draft.name),
    document_number: useExplained("resident-id", draft.document_number),
    card_number: useExplained("card", draft.card_number),
    phone: useExplained("mobile", draft.phone),
  };
  const said = (field: keyof Draft, hint?: string): Said | undefined => {
    const finding = touched ? screened.data?.findings.find((it) => it.field === field && worthSaying(it)) : undefined;
    if (finding !== undefined)
      return { tone: finding.severity === "refuse" ? "bad" : "near", text: inWords(finding.words) };
    return explained[field] ?? (hint === undefined ? undefined : { tone: "plain", text: hint });
  };
  const worthSaying = (finding: FindingView) => {
    const value = draft[finding.field as keyof Draft];
    const isEmpty = value === "" || value === false || value === undefined;
    return pressed || EARLY.has(finding.code) || !isEmpty;
  };

  const send = () => {
    setPressed(true);
    if (submit.isPending) return;
    submit.mutate(asSubmitted(draft), {
      onSuccess: (done) => tell.say(done.status === "open" ? t.done.open : t.done.screened_out),
    });
  };
  useKey("ctrl+enter", t.submit, send);

  const text = (field: keyof Draft, options: { hint?: string; need?: string; num?: boolean } = {}) => (
    <Field label={say("field", field)} need={options.need} said={said(field, options.hint)}>
      {(wiring) => (
        <input
          {...wiring}
          className={options.num ? "input num" : "input"}
          value={String(draft[field] ?? "")}
          autoComplete="off"
          spellCheck={false}
          data-testid={`field-${field}`}
          onChange={(event) => set(field, event.target.value as never)}
        />
      )}
    </Field>
  );
  const choice = (
    field: "document_type" | "method" | "language" | "consent_channel" | "currency",
    values: [string, string][],
  ) => (
    <Field label={say("field", field)} said={said(field)}>
      {(wiring) => (
        <select
          {...wiring}
          className="input"
          value={draft[field]}
          data-testid={`field-${field}`}
          onChange={(event) => set(field, event.target.value)}
        >
          {values.map(([value, word]) => (
            <option key={value} value={value}>
              {word}
            </option>
          ))}
        </select>
      )}
    </Field>
  );

  if (submit.data !== undefined) {
    return (
      <Submitted
        reference={draft.reference}
        open={submit.data.status === "open"}
        findings={submit.data.findings}
        openCase={() => openCase(submit.data.case)}
        another={() => {
          setDraft(emptyDraft(draft.partner, draft.consent_terms));
          setPressed(false);
          submit.reset();
        }}
      />
    );
  }
  const status = screened.data?.status;
  return (
    <form
      className="case-form"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        send();
      }}
    >
      {submit.error !== null && <Problem error={submit.error.view} close={submit.reset} />}
      <div className="form-columns">
        <Panel title={t.customer}>
          <div className="form-grid">
            {text("name")}
            {text("phone", { num: true })}
            {choice("document_type", [["resident_id", say("document", "resident_id")]])}
            {text("document_number", { num: true })}
            {text("email", { need: t.optional })}
            {choice("language", [
              ["zh-CN", say("customerLanguage", "zh-CN")],
              ["en", say("customerLanguage", "en")],
            ])}
          </div>
        </Panel>
        <Panel title={t.payment}>
          <div className="form-grid">
            {choice("method", [["bank_card", say("method", "bank_card")]])}
            {text("card_number", { num: true })}
            {text("amount", { num: true, hint: t.amountHint })}
            {choice(
              "currency",
              ["CNY", "USD", "EUR", "HKD", "GBP", "JPY"].map((it) => [it, it]),
            )}
            {text("partner")}
            <div className="with-action">
              {text("reference", { num: true, hint: t.referenceHint })}
              <Button size="small" onClick={() => set("reference", freshReference(new Date()))} data-testid="generate">
                {t.generate}
              </Button>
            </div>
          </div>
        </Panel>
      </div>
      <Panel title={t.consent}>
        <div className="form-grid three">
          {text("consent_terms", { hint: t.termsHint })}
          <Field label={say("field", "consent_at")} said={said("consent_at")}>
            {(wiring) => (
              <input
                {...wiring}
                className="input"
                type="datetime-local"
                value={draft.consent_at}
                data-testid="field-consent_at"
                onChange={(event) => set("consent_at", event.target.value)}
              />
            )}
          </Field>
          {choice(
            "consent_channel",
            ["counter", "phone", "app", "web", "paper"].map((it) => [it, say("consentChannel", it)]),
          )}
        </div>
        <label className="tick">
          <input
            type="checkbox"
            checked={draft.accuracy_confirmed}
            data-testid="field-accuracy_confirmed"
            onChange={(event) => set("accuracy_confirmed", event.target.checked)}
          />
          <span>
            {t.accuracy}
            <span className={`said ${said("accuracy_confirmed")?.tone ?? ""}`}>
              {" "}
              {said("accuracy_confirmed")?.text}
            </span>
          </span>
        </label>
      </Panel>
      <footer className="form-foot">
        <span data-testid="screening" data-status={touched ? (status ?? "none") : "empty"}>
          {touched && screened.data !== undefined && (
            <Mark
              tone={status === "open" ? "ok" : status === "screened_out" ? "bad" : "quiet"}
              glyph={status === "open" ? "✓" : status === "screened_out" ? "✕" : "…"}
              word={status === "open" || status === "screened_out" ? t.status[status] : t.status.none}
            />
          )}
        </span>
        <Button className="push" look="plain" onClick={() => setDraft(emptyDraft(draft.partner, draft.consent_terms))}>
          {t.clear}
        </Button>
        <Button look="main" type="submit" hotkey="Ctrl ↵" disabled={submit.isPending} data-testid="submit">
          {submit.isPending ? t.submitting : t.submit}
        </Button>
      </footer>
    </form>
  );
}

function Submitted({
  reference,
  open,
  findings,
  openCase,
  another,
}: {
  reference: string;
  open: boolean;
  findings: FindingView[];
  openCase: () => void;
  another: () => void;
}) {
  const t = useWords(words);
  const say = useVocabulary();
  const inWords = useText();
  return (
    <Panel title={reference} data-testid="submitted" data-status={open ? "open" : "screened_out"}>
      <div className="stack">
        <Mark tone={open ? "ok" : "bad"} glyph={open ? "✓" : "✕"} word={open ? t.done.open : t.done.screened_out} />
        {findings.map((finding) => (
          <p key={`${finding.field} ${finding.code}`}>
            <b>{say("field", finding.field)}</b> {inWords(finding.words)}
          </p>
        ))}
        <div className="row">
          <Button look="main" onClick={openCase} data-testid="open-submitted">
            {t.openCase}
          </Button>
          <Button onClick={another} data-testid="another">
            {t.another}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
