import { type FormEvent, useEffect, useRef, useState } from "react";
import type { CaseView } from "../../backend/generated/CaseView";
import { Button, Fact, Field, Mark, Panel } from "../../design/primitives";
import { useTell } from "../../design/tell";
import { lastDay, sentences } from "../../words/format";
import { useLanguage, useWords } from "../../words/language";
import { cardsMasked } from "./cardsMasked";
import { keepingWords } from "./keepingWords";
import { useAllowed, useCaseAct } from "./useCaseActs";
import { words } from "./words";

/** Until when a case is kept and what keeps it longer; and, for a supervisor, placing and lifting a legal hold. */
export function Keeping({ view }: { view: CaseView }) {
  const t = useWords(keepingWords);
  const language = useLanguage();
  const { row } = view;
  const name = row.on_hold ? "lift_hold" : "place_hold";
  const may = useAllowed(view)(name);
  // Whoever has not the role is not offered what they may never do; whoever has it is told why not now.
  const offers = view.actions.some((it) => it.action === name && it.refusal?.code !== "role_missing");
  const [asking, setAsking] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    setAsking(false);
    opener.current?.focus();
  };
  return (
    <Panel
      title={t.title}
      data-testid="keeping"
      data-hold={row.on_hold}
      aside={
        offers && (
          <Button
            ref={opener}
            size="small"
            refused={may.allowed ? undefined : (may.refused ?? t.notNow)}
            aria-expanded={asking}
            onClick={() => setAsking(!asking)}
            data-testid={row.on_hold ? "hold-lift" : "hold-place"}
          >
            {row.on_hold ? t.lift : t.place}…
          </Button>
        )
      }
    >
      <dl className="facts keeping">
        <Fact label={t.keptUntil} beside={row.on_hold && row.kept_until !== null ? t.heldLonger : undefined}>
          <span className="num">{row.kept_until === null ? t.notEnded : lastDay(row.kept_until, language)}</span>
        </Fact>
        <Fact label={t.hold}>
          {row.on_hold ? <Mark tone="near" glyph="§" word={t.held} /> : <span className="soft">{t.notHeld}</span>}
        </Fact>
        {row.archived && (
          <Fact label={t.archive} beside={t.archivedText}>
            {t.archived}
          </Fact>
        )}
      </dl>
      {asking && may.allowed && <HoldForm key={String(row.on_hold)} view={view} close={close} />}
    </Panel>
  );
}

/** Why a hold is placed or lifted. It stands among what happened, for as long as the case does. */
function HoldForm({ view, close }: { view: CaseView; close: () => void }) {
  const t = useWords(keepingWords);
  const caseWords = useWords(words);
  const language = useLanguage();
  const act = useCaseAct();
  const tell = useTell();
  const { row } = view;
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const title = row.on_hold ? t.liftTitle : t.placeTitle;
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim() === "" || busy) return;
    setBusy(true);
    const done = await act(row.on_hold ? "lift_hold" : "hold", { case: row.case, reason });
    setBusy(false);
    if (done === undefined) return;
    close();
    tell.say(sentences(language, row.on_hold ? t.lifted : t.placed, ...cardsMasked(caseWords, done)));
  };
  return (
    <form
      className="hold-form"
      aria-label={title}
      onSubmit={(event) => void send(event)}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.nativeEvent.isComposing) return;
        event.stopPropagation();
        close();
      }}
      data-testid="hold-form"
    >
      <p>{row.on_hold ? t.liftText : t.placeText}</p>
      <Field label={t.reason} said={{ tone: "plain", text: t.reasonHint }}>
        {(wiring) => (
          <textarea
            {...wiring}
            ref={field}
            className="input"
            rows={2}
            value={reason}
            data-testid="hold-reason"
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      <div className="row">
        <Button type="submit" look="main" size="small" disabled={reason.trim() === "" || busy} data-testid="hold-now">
          {title}
        </Button>
        <Button size="small" onClick={close} data-testid="hold-cancel">
          {t.cancel}
        </Button>
      </div>
    </form>
  );
}
