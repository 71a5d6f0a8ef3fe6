import { useState } from "react";
import { Segments } from "../../design/primitives";
import { useWords } from "../../words/language";
import { CaseForm } from "./CaseForm";
import { ImportFile } from "./ImportFile";
import "./intake.css";
import { words } from "./words";

/** The two doors of this window: a form, and a file. */
export function Intake({ openCase }: { openCase: (caseId: string) => void }) {
  const t = useWords(words);
  const [door, setDoor] = useState<"form" | "file">("form");
  return (
    <div className="intake scroll">
      <header className="page-head">
        <h1>{t.title}</h1>
        <Segments
          label={t.title}
          value={door}
          options={[
            { value: "form", label: t.form },
            { value: "file", label: t.file },
          ]}
          choose={setDoor}
        />
        <span className="push soft">{t.never}</span>
      </header>
      {door === "form" ? <CaseForm openCase={openCase} /> : <ImportFile />}
    </div>
  );
}
