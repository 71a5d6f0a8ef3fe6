import { type FormEvent, useState } from "react";
import { useAct } from "../../backend/act";
import { refusal } from "../../backend/ask";
import { saveReport } from "../../backend/importFile";
import { Problem } from "../../design/Problem";
import { Button, Panel } from "../../design/primitives";
import { TextField } from "../../design/TextField";
import { useTell } from "../../design/tell";
import { useWords } from "../../words/language";
import { words } from "./words";

/** One case as a file that proves itself. The house keeps what it exported until it is saved; the page keeps nothing. */
export function CaseFile() {
  const t = useWords(words);
  const tell = useTell();
  const exported = useAct("export_case");
  const [which, setWhich] = useState("");
  const save = async () => {
    try {
      if (await saveReport(t.caseFileSave, "case_file")) tell.say(t.caseFileSaved);
    } catch (fault) {
      tell.complain(refusal(fault).view);
    }
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (which.trim() === "" || exported.isPending) return;
    const done = () => {
      exported.reset();
      void save();
    };
    exported.mutate({ case: which.trim() }, { onSuccess: done });
  };
  return (
    <Panel title={t.caseFile} data-testid="case-file">
      <form className="stack" onSubmit={send}>
        <p className="soft">{t.caseFileText}</p>
        {exported.error !== null && <Problem error={exported.error.view} close={exported.reset} />}
        <div className="field-and-act">
          <TextField
            label={t.caseFileCase}
            said={{ tone: "plain", text: t.caseFileHint }}
            value={which}
            change={setWhich}
            figures
            testid="case-file-case"
          />
          <Button type="submit" disabled={which.trim() === "" || exported.isPending} data-testid="case-file-save">
            {exported.isPending ? t.caseFileSaving : t.caseFileSave}
          </Button>
        </div>
        <p className="soft">{t.caseFileCheck}</p>
      </form>
    </Panel>
  );
}
