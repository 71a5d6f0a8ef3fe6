import { useRef, useState } from "react";
import type { CaseView } from "../../backend/generated/CaseView";
import { Button, Panel } from "../../design/primitives";
import { useTell } from "../../design/tell";
import { useDraft } from "../../lib/drafts";
import { useKey } from "../../lib/keys";
import { useWords } from "../../words/language";
import { useAllowed, useCaseAct } from "./useCaseActs";
import { words } from "./words";

const nothing = () => "";

/** A note on the case. What was typed stays until the house has it. */
export function Note({ view }: { view: CaseView }) {
  const t = useWords(words);
  const act = useCaseAct();
  const { say } = useTell();
  const may = useAllowed(view)("add_note");
  const [text, setText] = useDraft(`note ${view.row.case}`, nothing);
  const [masked, setMasked] = useState(0);
  const field = useRef<HTMLTextAreaElement>(null);
  useKey("m", t.note, () => field.current?.focus(), may.allowed);
  const add = async () => {
    if (text.trim() === "") return;
    const written = await act("add_note", { case: view.row.case, text });
    if (written !== undefined) {
      // What was typed meanwhile is another note.
      setText((now) => (now === text ? "" : now));
      setMasked(written.masked_card_numbers ?? 0);
      say(t.noteSaved);
    }
  };
  if (!may.allowed) return null;
  return (
    <Panel title={t.note}>
      <div className="note">
        <textarea
          ref={field}
          className="input"
          rows={2}
          value={text}
          aria-label={t.note}
          placeholder={t.notePlaceholder}
          data-testid="note"
          onChange={(event) => {
            setText(event.target.value);
            setMasked(0);
          }}
          onKeyDown={(event) => {
            if (event.key === "Escape") event.currentTarget.blur();
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              event.stopPropagation();
              void add();
            }
          }}
        />
        <Button onClick={() => void add()} disabled={text.trim() === ""} data-testid="note-add">
          {t.noteAdd}
        </Button>
      </div>
      {masked > 0 && (
        <p className="soft" role="status" data-testid="note-masked">
          {t.cardsMasked(masked)}
        </p>
      )}
    </Panel>
  );
}
