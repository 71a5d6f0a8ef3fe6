import { useEffect, useRef } from "react";
import { Field, type Said } from "./primitives";

/** The most digits a PIN has. */
const MOST = 12;
/** The fewest. */
export const FEWEST = 6;

/** A PIN. Only digits get into the field; it is handed on when it is submitted and dropped from the page then. */
export function Digits({
  label,
  value,
  change,
  said,
  testid,
  first,
}: {
  label: string;
  value: string;
  change: (value: string) => void;
  said?: Said | undefined;
  testid: string;
  /** It is where somebody begins: the focus goes into it. */
  first?: boolean;
}) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (first) field.current?.focus();
  }, [first]);
  return (
    <Field label={label} said={said}>
      {(wiring) => (
        <input
          {...wiring}
          ref={field}
          className="input num digits"
          type="password"
          inputMode="numeric"
          maxLength={MOST}
          value={value}
          autoComplete="off"
          spellCheck={false}
          data-testid={testid}
          onChange={(event) => change(event.target.value.replace(/[^0-9]/g, "").slice(0, MOST))}
        />
      )}
    </Field>
  );
}
