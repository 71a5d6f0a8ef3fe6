import { type FormEvent, useState } from "react";
import type { ErrorView } from "../../backend/generated/ErrorView";
import { Problem } from "../../design/Problem";
import { Button, Mark, type Tone } from "../../design/primitives";
import { useKey } from "../../lib/keys";
import { useWords } from "../../words/language";
import { CaseFields } from "./CaseFields";
import type { Draft } from "./draft";
import { type Screening, useScreening } from "./useScreening";
import { words } from "./words";

const SIGN: Record<Exclude<Screening, "empty">, { tone: Tone; glyph: string }> = {
  none: { tone: "quiet", glyph: "…" },
  open: { tone: "ok", glyph: "✓" },
  screened_out: { tone: "bad", glyph: "✕" },
};

/** A submission typed in. Each field explains itself, and screening says beforehand what it would find. */
export function CaseForm({
  draft,
  change,
  screening,
  fixed = false,
  action,
  busy,
  problem,
  submit,
  clear,
}: {
  draft: Draft;
  change: (change: (was: Draft) => Draft) => void;
  screening: "screen_draft" | "screen_amendment";
  fixed?: boolean;
  action: string;
  busy: boolean;
  problem: ErrorView | null;
  submit: () => void;
  clear: () => void;
}) {
  const t = useWords(words);
  const [pressed, setPressed] = useState(false);
  const { status, said } = useScreening(screening, draft, pressed);
  const send = () => {
    setPressed(true);
    if (!busy) submit();
  };
  useKey("ctrl+enter", action, send);
  return (
    <form
      className="case-form"
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        send();
      }}
    >
      {problem !== null && <Problem error={problem} />}
      <CaseFields
        draft={draft}
        set={(field, value) => change((was) => ({ ...was, [field]: value }))}
        said={said}
        fixed={fixed}
      />
      <footer className="form-foot">
        <span data-testid="screening" data-status={status}>
          {status !== "empty" && <Mark {...SIGN[status]} word={t.status[status]} />}
        </span>
        <Button
          className="push"
          look="plain"
          onClick={() => {
            setPressed(false);
            clear();
          }}
        >
          {t.clear}
        </Button>
        <Button look="main" type="submit" hotkey="Ctrl ↵" disabled={busy} data-testid="submit">
          {busy ? t.submitting : action}
        </Button>
      </footer>
    </form>
  );
}
