import type { ComponentProps } from "react";
import { Field, type Said } from "./primitives";

type TextFieldProps = Omit<ComponentProps<"input">, "onChange" | "value"> & {
  label: string;
  /** Whether it must be filled in, where that is worth saying. */
  need?: string | undefined;
  said?: Said | undefined;
  value: string;
  change: (value: string) => void;
  /** Figures: evenly wide and a little apart. */
  figures?: boolean | undefined;
  testid: string;
};

/** One line of text to fill in. Nothing is completed or corrected by the engine: it may be a customer's. */
export function TextField({ label, need, said, value, change, figures, testid, ...rest }: TextFieldProps) {
  return (
    <Field label={label} need={need} said={said}>
      {(wiring) => (
        <input
          {...wiring}
          {...rest}
          className={figures ? "input num" : "input"}
          value={value}
          autoComplete={rest.autoComplete ?? "off"}
          spellCheck={false}
          data-testid={testid}
          onChange={(event) => change(event.target.value)}
        />
      )}
    </Field>
  );
}
