import { useState } from "react";
import { bilingual, useWords } from "../words/language";
import { Field, type Said } from "./primitives";

const words = bilingual(
  {
    show: "显示",
    hide: "隐藏",
    showPassphrase: "显示口令",
    hidePassphrase: "隐藏口令",
    again: "再输一次口令",
    differs: "两次输入的口令不一样。",
  },
  {
    show: "Show",
    hide: "Hide",
    showPassphrase: "Show the passphrase",
    hidePassphrase: "Hide the passphrase",
    again: "Passphrase once more",
    differs: "The two passphrases differ.",
  },
);

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

/** A passphrase that is being chosen, typed twice. It lives in the page until it is taken or dropped. */
export function useNewPassphrase() {
  const [first, setFirst] = useState("");
  const [again, setAgain] = useState("");
  const drop = () => {
    setFirst("");
    setAgain("");
  };
  return { first, setFirst, again, setAgain, drop, ready: first !== "" && first === again };
}

/** The two fields of a passphrase that is being chosen. */
export function NewPassphrase({
  label,
  said,
  chosen,
  testid,
}: {
  label: string;
  said?: Said | undefined;
  chosen: ReturnType<typeof useNewPassphrase>;
  testid: string;
}) {
  const t = useWords(words);
  const differs = chosen.again !== "" && chosen.again !== chosen.first;
  return (
    <>
      <Passphrase label={label} value={chosen.first} change={chosen.setFirst} said={said} testid={testid} fresh />
      <Passphrase
        label={t.again}
        value={chosen.again}
        change={chosen.setAgain}
        said={differs ? { tone: "bad", text: t.differs } : undefined}
        testid={`${testid}-again`}
        fresh
      />
    </>
  );
}
