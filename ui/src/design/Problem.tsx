import type { ErrorView } from "../backend/generated/ErrorView";
import { moment } from "../words/format";
import { bilingual, useLanguage, useWords } from "../words/language";
import { useVocabulary } from "../words/vocabulary";
import { Button } from "./primitives";

const words = bilingual(
  {
    close: "知道了",
    second: "还缺一位可办理案件的人员",
    holder: "办理人",
    until: "至",
    role: "需要的角色",
    missing_role: "还缺",
    characters: "至少字符数",
    people: "人数",
    record: "记录编号",
    missing: "缺少的列",
    unknown_columns: "不认识的列数",
  },
  {
    close: "Got it",
    second: "a second person who works cases is missing",
    holder: "held by",
    until: "until",
    role: "needs the role",
    missing_role: "missing",
    characters: "at least this many characters",
    people: "people",
    record: "record",
    missing: "missing columns",
    unknown_columns: "unknown columns",
  },
);

/** The details of an error that help a person on; what only a programmer reads is left out. */
function useDetails(error: ErrorView): string {
  const t = useWords(words);
  const language = useLanguage();
  const say = useVocabulary();
  const named = (name: string, value: string) => (language === "zh" ? `${name}：${value}` : `${name}: ${value}`);
  const shown = error.details.flatMap(({ name, value }) => {
    switch (name) {
      case "missing":
        return [value === "second_person_who_works_cases" ? t.second : named(t.missing, value)];
      case "missing_role":
      case "role":
        return [named(t[name], say("role", value))];
      case "until":
        return [`${t.until} ${moment(value, language)}`];
      case "holder":
      case "characters":
      case "people":
      case "record":
      case "unknown_columns":
        return [named(t[name], value)];
      default:
        return [];
    }
  });
  return shown.join(language === "zh" ? "；" : "; ");
}

/** An error: what happened, what was kept, what to do next. */
export function Problem({ error, close }: { error: ErrorView; close?: (() => void) | undefined }) {
  const t = useWords(words);
  const language = useLanguage();
  const details = useDetails(error);
  const said = error[language];
  return (
    <div className={`problem ${error.kind}`} role="alert" data-testid="problem" data-code={error.code}>
      <span className={`glyph tone-${error.kind === "fault" ? "bad" : "near"}`} aria-hidden="true">
        !
      </span>
      <strong>
        {said.happened} {details !== "" && <span className="soft">{details}</span>}
      </strong>
      <p className="kept">{said.kept}</p>
      <p>{said.next}</p>
      {close !== undefined && (
        <Button size="small" onClick={close}>
          {t.close}
        </Button>
      )}
    </div>
  );
}
