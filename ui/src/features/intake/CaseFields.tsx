import { Button, Field, Panel, type Said } from "../../design/primitives";
import { TextField } from "../../design/TextField";
import { useWords } from "../../words/language";
import { useVocabulary } from "../../words/vocabulary";
import { type Draft, freshReference } from "./draft";
import { words } from "./words";

/** The fields of a submission. What is `fixed` is whose case it is: partner and reference of one that is mended. */
export function CaseFields({
  draft,
  set,
  said,
  fixed,
}: {
  draft: Draft;
  set: <F extends keyof Draft>(field: F, value: Draft[F]) => void;
  said: (field: keyof Draft, hint?: string) => Said | undefined;
  fixed: boolean;
}) {
  const t = useWords(words);
  const say = useVocabulary();
  const text = (field: keyof Draft, options: { hint?: string; need?: string; num?: boolean; fixed?: boolean } = {}) => (
    <TextField
      label={say("field", field)}
      need={options.need}
      said={said(field, options.hint)}
      figures={options.num}
      readOnly={options.fixed}
      value={String(draft[field] ?? "")}
      change={(value) => set(field, value as never)}
      testid={`field-${field}`}
    />
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
  return (
    <>
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
            {text("partner", { fixed })}
            {fixed ? (
              text("reference", { num: true, fixed })
            ) : (
              <div className="with-action">
                {text("reference", { num: true, hint: t.referenceHint })}
                <Button
                  size="small"
                  onClick={() => set("reference", freshReference(new Date()))}
                  data-testid="generate"
                >
                  {t.generate}
                </Button>
              </div>
            )}
          </div>
        </Panel>
      </div>
      <Panel title={t.consent}>
        <div className="form-grid three">
          {text("consent_terms", { hint: t.termsHint })}
          <TextField
            label={say("field", "consent_at")}
            said={said("consent_at")}
            type="datetime-local"
            value={draft.consent_at}
            change={(value) => set("consent_at", value)}
            testid="field-consent_at"
          />
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
    </>
  );
}
