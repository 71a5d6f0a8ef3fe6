import { useState } from "react";
import type { CaseView } from "../../backend/generated/CaseView";
import { Segments } from "../../design/primitives";
import { useWords } from "../../words/language";
import { Amendment } from "./Amendment";
import { ImportFile } from "./ImportFile";
import { NewCase } from "./NewCase";
import "./intake.css";
import { words } from "./words";

/** The two doors of this window, a form and a file; and the form in which a case is mended. */
export function Intake({ mending, openCase }: { mending: CaseView | null; openCase: (caseId: string) => void }) {
  const t = useWords(words);
  if (mending !== null) {
    return (
      <div className="intake scroll">
        <header className="page-head">
          <h1>{t.mendTitle(mending.row.reference)}</h1>
          <span className="soft">{t.mendText}</span>
        </header>
        <Amendment view={mending} openCase={openCase} />
      </div>
    );
  }
  return <Doors openCase={openCase} />;
}

function Doors({ openCase }: { openCase: (caseId: string) => void }) {
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
      {door === "form" ? <NewCase openCase={openCase} /> : <ImportFile />}
    </div>
  );
}
