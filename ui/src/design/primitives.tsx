import { type ComponentProps, type ReactNode, useId } from "react";
import { useNow } from "../lib/useNow";
import { money, timeLeft } from "../words/format";
import { bilingual, useLanguage, useWords } from "../words/language";

const words = bilingual(
  { masked: "已遮盖", due: "到期", loading: "正在读取" },
  { masked: "masked", due: "due", loading: "Loading" },
);

export type Tone = "ok" | "near" | "bad" | "info" | "quiet";

/** A key as it looks on the keyboard. It names a way, so it is not read out. */
export function Key({ children }: { children: string }) {
  return (
    <span className="key" aria-hidden="true">
      {children}
    </span>
  );
}

type ButtonProps = ComponentProps<"button"> & {
  look?: "main" | "plain" | undefined;
  size?: "small" | "wide";
  /** The key that does the same. */
  hotkey?: string | undefined;
  /** Why it cannot be done now. Said beside it, and to those who hear instead of see. */
  refused?: string | undefined;
};

/** Something to do. One that is refused stays reachable, so that the reason can be read. */
export function Button({ look, size, hotkey, refused, children, className, onClick, ...rest }: ButtonProps) {
  const why = useId();
  const classes = ["button", look, size, className].filter(Boolean).join(" ");
  return (
    <button
      type="button"
      className={classes}
      aria-disabled={refused === undefined ? undefined : true}
      aria-describedby={refused === undefined ? undefined : why}
      title={refused}
      onClick={refused === undefined ? onClick : undefined}
      {...rest}
    >
      {children}
      {hotkey !== undefined && <Key>{hotkey}</Key>}
      {refused !== undefined && (
        <span id={why} className="sr">
          {refused}
        </span>
      )}
    </button>
  );
}

/** A word that stands for a state. The word carries the meaning, the colour helps. */
export function Tag({
  tone = "quiet",
  children,
  ...rest
}: { tone?: Tone; children: ReactNode } & ComponentProps<"span">) {
  return (
    <span className={`tag tone-${tone}`} {...rest}>
      {children}
    </span>
  );
}

/** A sign with its word: the sign alone where there is no room, the word always for those who hear. */
export function Mark({ tone, glyph, word, brief }: { tone: Tone; glyph: string; word: string; brief?: boolean }) {
  if (brief) {
    return (
      <span className={`glyph tone-${tone}`} role="img" aria-label={word} title={word}>
        {glyph}
      </span>
    );
  }
  return (
    <Tag tone={tone}>
      <span aria-hidden="true">{glyph}</span>
      {word}
    </Tag>
  );
}

/** When something is due, counting down. */
export function Due({ at }: { at: string }) {
  const left = timeLeft(at, useNow(), useLanguage());
  return (
    <time className={`due num ${left.state}`} dateTime={at}>
      {left.text}
    </time>
  );
}

/** An amount. */
export function Money({ amount, currency }: { amount: string; currency: string }) {
  return <span className="money">{money(amount, currency)}</span>;
}

/** A masked value. */
export function Masked({ value }: { value: string }) {
  const t = useWords(words);
  return (
    <span className="masked" title={t.masked}>
      {value === "" ? "—" : value}
    </span>
  );
}

/** One block of a page. */
export function Panel({
  title,
  aside,
  flush,
  children,
  ...rest
}: { title: string; aside?: ReactNode; flush?: boolean; children: ReactNode } & Omit<
  ComponentProps<"section">,
  "title"
>) {
  const heading = useId();
  return (
    <section className="panel" aria-labelledby={heading} {...rest}>
      <header>
        <h2 id={heading}>{title}</h2>
        {aside !== undefined && <div className="aside">{aside}</div>}
      </header>
      <div className={flush ? "body flush" : "body"}>{children}</div>
    </section>
  );
}

/** A value with its name, and what is known about it beside it. */
export function Fact({ label, beside, children }: { label: string; beside?: ReactNode; children: ReactNode }) {
  return (
    <div className="fact">
      <dt>{label}</dt>
      <dd>
        {children}
        {beside !== undefined && beside !== null && beside !== "" && <span className="beside">{beside}</span>}
      </dd>
    </div>
  );
}

export type Said = { tone: "plain" | "ok" | "near" | "bad"; text: string };

/** Something to fill in, with what there is to say about it below. */
export function Field({
  label,
  need,
  said,
  children,
}: {
  label: string;
  need?: string | undefined;
  said?: Said | undefined;
  children: (wiring: { id: string; "aria-describedby": string; "aria-invalid": boolean | undefined }) => ReactNode;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {need !== undefined && <span className="need"> {need}</span>}
      </label>
      {children({ id, "aria-describedby": `${id}-said`, "aria-invalid": said?.tone === "bad" ? true : undefined })}
      <div id={`${id}-said`} className={`said ${said?.tone ?? ""}`} aria-live="polite">
        {said?.text}
      </div>
    </div>
  );
}

/** One of a few. */
export function Choice<T extends string>({
  legend,
  options,
  value,
  choose,
  disabled,
}: {
  legend: string;
  options: { value: T; label: ReactNode; hotkey?: string }[];
  value: T | null;
  choose: (value: T) => void;
  disabled?: boolean;
}) {
  const name = useId();
  return (
    <fieldset className="choice" disabled={disabled}>
      <legend className="sr">{legend}</legend>
      {options.map((option) => (
        <label key={option.value} data-testid={`choice-${option.value}`}>
          <input type="radio" name={name} checked={value === option.value} onChange={() => choose(option.value)} />
          <span>{option.label}</span>
          {option.hotkey !== undefined && <Key>{option.hotkey}</Key>}
        </label>
      ))}
    </fieldset>
  );
}

/** One of two or three, in a row. */
export function Segments<T extends string>({
  label,
  options,
  value,
  choose,
}: {
  label: string;
  options: { value: T; label: string }[];
  value: T;
  choose: (value: T) => void;
}) {
  return (
    <fieldset className="segments" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          data-testid={`segment-${option.value}`}
          onClick={() => choose(option.value)}
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}

/** Nothing here yet, and what to do about it. */
export function Empty({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      <p>{children}</p>
      {action}
    </div>
  );
}

/** What is being read, in its later shape. */
export function Skeleton({ lines = 6 }: { lines?: number }) {
  const t = useWords(words);
  return (
    <div className="skeleton" role="status" aria-label={t.loading}>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of nothing have no other name
        <i key={line} />
      ))}
    </div>
  );
}
