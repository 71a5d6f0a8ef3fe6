import { Field, type Said } from "../design/primitives";
import { useWords } from "../words/language";
import { words } from "./words";

export function Fields() {
  const t = useWords(words);
  const said: (Said | undefined)[] = [
    undefined,
    { tone: "plain", text: t.hint },
    { tone: "ok", text: t.ok },
    { tone: "near", text: t.near },
    { tone: "bad", text: t.bad },
    { tone: "bad", text: t.paragraph },
  ];
  return (
    <div className="sample-fields">
      {said.map((it) => (
        <Field key={it?.text ?? "nothing"} label={t.label} said={it}>
          {(wiring) => <input {...wiring} className="input num" defaultValue="A-1001" />}
        </Field>
      ))}
      <Field label={t.label} need={t.need}>
        {(wiring) => <input {...wiring} className="input" placeholder={t.placeholder} />}
      </Field>
      <Field label={t.label} said={{ tone: "plain", text: t.hint }}>
        {(wiring) => <input {...wiring} className="input" disabled defaultValue="A-1001" />}
      </Field>
      <Field label={t.label} said={{ tone: "plain", text: t.hint }}>
        {(wiring) => <input {...wiring} className="input" readOnly defaultValue="A-1001" />}
      </Field>
      <Field label={t.sentence} need={t.need} said={{ tone: "near", text: t.unbroken }}>
        {(wiring) => <input {...wiring} className="input" defaultValue={t.nameLong} />}
      </Field>
      <Field label={t.label}>
        {(wiring) => (
          <select {...wiring} className="input">
            <option>{t.sentence}</option>
            <option>{t.few}</option>
          </select>
        )}
      </Field>
      <Field label={t.label} said={{ tone: "bad", text: t.bad }}>
        {(wiring) => (
          <select {...wiring} className="input">
            <option>{t.few}</option>
          </select>
        )}
      </Field>
      <Field label={t.label}>
        {(wiring) => (
          <select {...wiring} className="input" disabled>
            <option>{t.few}</option>
          </select>
        )}
      </Field>
      <Field label={t.label}>
        {(wiring) => <input {...wiring} className="input" type="datetime-local" defaultValue="2026-03-04T15:30" />}
      </Field>
      <Field label={t.label} said={{ tone: "plain", text: t.hint }}>
        {(wiring) => <textarea {...wiring} className="input" defaultValue={t.paragraph} />}
      </Field>
      <Field label={t.label} said={{ tone: "bad", text: t.bad }}>
        {(wiring) => <textarea {...wiring} className="input" placeholder={t.placeholder} />}
      </Field>
      <label className="tick">
        <input type="checkbox" defaultChecked />
        <span>{t.sentence}</span>
      </label>
      <label className="tick">
        <input type="checkbox" />
        <span>
          {t.paragraph} <span className="said bad">{t.bad}</span>
        </span>
      </label>
    </div>
  );
}
