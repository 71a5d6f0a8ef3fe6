import { useRef } from "react";
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
  const field = useRef<HTMLTextAreaElement>(null);
  useKey("m", t.note, () => field.current?.focus(), may.allowed);
  const add = async () => {
    if (text.trim() === "") return;
    if ((await act("add_note", { case: view.row.case, text })) !== undefined) {
      // What was typed meanwhile is another note.
      setText((now) => (now === text ? "" : now));
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
          onChange={(event) => setText(event.target.value)}
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
    </Panel>
  );
}
