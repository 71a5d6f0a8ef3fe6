import { useState } from "react";
import { Field, type Said } from "../../design/primitives";
import { useWords } from "../../words/language";
import { words } from "./words";

/** A passphrase. It is handed on when it is submitted and dropped from the page then. */
export function Passphrase({
  label,
  value,
  change,
  said,
  testid,
  fresh,
}: {
  label: string;
  value: string;
  change: (value: string) => void;
  said?: Said | undefined;
  testid: string;
  fresh?: boolean;
}) {
  const t = useWords(words);
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} said={said}>
      {(wiring) => (
        <div className="passphrase">
          <input
            {...wiring}
            className="input"
            type={shown ? "text" : "password"}
            value={value}
            autoComplete={fresh ? "new-password" : "off"}
            spellCheck={false}
            data-testid={testid}
            onChange={(event) => change(event.target.value)}
          />
          <button
            type="button"
            className="button plain small"
            aria-label={shown ? t.hidePassphrase : t.showPassphrase}
            onClick={() => setShown(!shown)}
          >
            {shown ? t.hide : t.show}
          </button>
        </div>
      )}
    </Field>
  );
}
