import { type FormEvent, useState } from "react";
import { useAct } from "../../backend/act";
import { Certificate } from "../../design/Certificate";
import { Problem } from "../../design/Problem";
import { Button, Panel } from "../../design/primitives";
import { TextField } from "../../design/TextField";
import { useWords } from "../../words/language";
import { words } from "./words";

/** The certificate of an erased case, by its id: read first, then saved. */
export function CertificateDesk() {
  const t = useWords(words);
  const found = useAct("erasure_certificate");
  const [id, setId] = useState("");
  const show = (event: FormEvent) => {
    event.preventDefault();
    if (id.trim() !== "" && !found.isPending) found.mutate({ case: id.trim() });
  };
  return (
    <Panel title={t.certificate} data-testid="certificates">
      <div className="stack">
        <p className="soft">{t.certificateText}</p>
        <form className="field-and-act" onSubmit={show}>
          <TextField
            label={t.certificateCase}
            said={{ tone: "plain", text: t.certificateCaseHint }}
            value={id}
            change={setId}
            figures
            testid="certificate-case"
          />
          <Button type="submit" disabled={id.trim() === "" || found.isPending} data-testid="certificate-show">
            {t.certificateShow}
          </Button>
        </form>
        {found.error !== null && <Problem error={found.error.view} close={found.reset} />}
        {found.data !== undefined && <Certificate view={found.data} />}
      </div>
    </Panel>
  );
}
