import { type FormEvent, useEffect, useRef } from "react";
import { useAct } from "../../backend/act";
import type { RetentionView } from "../../backend/generated/RetentionView";
import { useDeskChanged } from "../../backend/queries";
import { Problem } from "../../design/Problem";
import { Button } from "../../design/primitives";
import { useTell } from "../../design/tell";
import { useEndingWords } from "../../words/changes";
import { useWords } from "../../words/language";
import { TermsHead } from "./TermsHead";
import {
  amiss,
  changedIn,
  ENDINGS,
  type Ending,
  isNothing,
  isTerm,
  monthsOf,
  NO_TERMS,
  onePartnerMore,
  type PartnerTyped,
  type TermsTyped,
} from "./terms";
import { words } from "./words";

/** The table of terms with fields in it. What is sent is only what is to be another than it is. */
export function TermsForm({
  view,
  typed,
  type,
  close,
}: {
  view: RetentionView;
  typed: TermsTyped;
  type: (typed: TermsTyped) => void;
  close: () => void;
}) {
  const t = useWords(words);
  const tell = useTell();
  const changed = useDeskChanged();
  const propose = useAct("propose_retention");
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("input")?.focus(), []);
  const body = changedIn(view, typed);
  const why = amiss(typed) ?? (isNothing(body) ? "none" : undefined);
  const { usual, partners } = typed;
  const setPartner = (id: string, now: Partial<PartnerTyped>) =>
    type({ usual, partners: partners.map((it) => (it.id === id ? { ...it, ...now } : it)) });
  const takeOut = (gone: PartnerTyped) =>
    gone.inForce
      ? setPartner(gone.id, { months: NO_TERMS })
      : type({ usual, partners: partners.filter((it) => it.id !== gone.id) });
  const addPartner = () => type({ usual, partners: [...partners, onePartnerMore(partners)] });
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (why !== undefined || propose.isPending) return;
    propose.mutate(body, {
      onSuccess: () => {
        tell.say(t.proposed);
        changed();
        close();
      },
    });
  };
  return (
    <form ref={form} onSubmit={send} aria-label={t.editTitle} data-testid="terms-form">
      <p className="soft padded">{t.editText}</p>
      <table className="table terms-typed">
        <TermsHead more />
        <tbody>
          <tr>
            <th scope="row">{t.everybody}</th>
            {ENDINGS.map((ending) => (
              <MonthsField
                key={ending}
                partner={t.everybody}
                ending={ending}
                value={usual[ending]}
                change={(months) => type({ usual: { ...usual, [ending]: months }, partners })}
                testid={`months-${ending}`}
              />
            ))}
            <td />
          </tr>
          {partners.map((it, place) => (
            <tr key={it.id} data-testid="terms-partner" data-partner={it.partner}>
              <th scope="row">
                {it.inForce ? (
                  it.partner
                ) : (
                  <input
                    className="input"
                    value={it.partner}
                    aria-label={t.name}
                    title={t.nameHint}
                    placeholder={t.name}
                    autoComplete="off"
                    spellCheck={false}
                    data-testid={`partner-${place}`}
                    onChange={(event) => setPartner(it.id, { partner: event.target.value })}
                  />
                )}
              </th>
              {ENDINGS.map((ending) => (
                <MonthsField
                  key={ending}
                  partner={it.partner === "" ? t.name : it.partner}
                  ending={ending}
                  value={it.months[ending]}
                  usual={monthsOf(view.usual, ending)?.toString()}
                  change={(months) => setPartner(it.id, { months: { ...it.months, [ending]: months } })}
                  testid={`partner-${place}-${ending}`}
                />
              ))}
              <td className="right">
                <Button
                  size="small"
                  look="plain"
                  aria-label={t.takeOutOf(it.partner === "" ? t.name : it.partner)}
                  onClick={() => takeOut(it)}
                  data-testid={`partner-${place}-out`}
                >
                  {t.takeOut}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="terms-foot">
        <Button className="start" size="small" onClick={addPartner} data-testid="partner-add">
          + {t.addPartner}
        </Button>
        {propose.error !== null && <Problem error={propose.error.view} close={propose.reset} />}
        <div className="row">
          <Button
            look="main"
            type="submit"
            disabled={why !== undefined || propose.isPending}
            aria-describedby="terms-amiss"
            data-testid="terms-propose"
          >
            {t.propose}
          </Button>
          <Button look="plain" onClick={close} data-testid="terms-cancel">
            {t.cancel}
          </Button>
          <span id="terms-amiss" className={why === "none" ? "soft" : "terms-amiss"} role="status">
            {why !== undefined && t.amiss[why]}
          </span>
        </div>
      </div>
    </form>
  );
}

function MonthsField({
  partner,
  ending,
  value,
  usual,
  change,
  testid,
}: {
  partner: string;
  ending: Ending;
  value: string;
  /** What holds where the field is empty; without it, it must not be. */
  usual?: string | undefined;
  change: (value: string) => void;
  testid: string;
}) {
  const t = useWords(words);
  const ended = useEndingWords();
  const isWrong = value.trim() === "" ? usual === undefined : !isTerm(value);
  return (
    <td>
      <input
        className="input num"
        inputMode="numeric"
        maxLength={3}
        value={value}
        placeholder={usual}
        aria-label={t.cell(partner, ended(ending))}
        aria-invalid={isWrong ? true : undefined}
        autoComplete="off"
        data-testid={testid}
        onChange={(event) => change(event.target.value)}
      />
    </td>
  );
}
