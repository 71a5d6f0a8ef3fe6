import { refusal } from "../backend/ask";
import type { CertificateView } from "../backend/generated/CertificateView";
import { saveReport } from "../backend/importFile";
import { moment } from "../words/format";
import { bilingual, useLanguage, useText, useWords } from "../words/language";
import { Button, Fact } from "./primitives";
import { useTell } from "./tell";

const words = bilingual(
  {
    case: "案件号",
    at: "删除时间",
    by: "执行人",
    rule: "依据",
    run: "保存期限届满",
    early: "两人决定提前删除",
    text: "证明全文",
    save: "保存证明",
    saved: "删除证明已保存。",
    hint: "保存的文件可以用 veridesk-cli erase check 核对。",
  },
  {
    case: "Id of the case",
    at: "Erased at",
    by: "By",
    rule: "Rule",
    run: "Its term was over",
    early: "Two people decided it before its time",
    text: "The certificate in full",
    save: "Save the certificate",
    saved: "The certificate is saved.",
    hint: "veridesk-cli erase check verifies the file that is saved.",
  },
);

/** What proves that a case was erased: in a few words, in full, and as a file. What is saved is what was last shown. */
export function Certificate({ view }: { view: CertificateView }) {
  const t = useWords(words);
  const text = useText();
  const language = useLanguage();
  const tell = useTell();
  const save = async () => {
    try {
      if (await saveReport(t.save, "certificate")) tell.say(t.saved);
    } catch (fault) {
      tell.complain(refusal(fault).view);
    }
  };
  return (
    <div className="stack" data-testid="certificate" data-case={view.case} data-cause={view.cause}>
      <dl className="certificate-facts">
        <Fact label={t.case}>
          <code className="case-id">{view.case}</code>
        </Fact>
        <Fact label={t.at}>
          <span className="num">{moment(view.erased_at, language)}</span>
        </Fact>
        <Fact label={t.by}>{view.by}</Fact>
        <Fact label={t.rule}>{view.cause === "early" ? t.early : t.run}</Fact>
      </dl>
      <textarea
        className="input certificate-text"
        rows={12}
        readOnly
        value={text(view.text)}
        aria-label={t.text}
        data-testid="certificate-text"
      />
      <div className="row">
        <Button onClick={() => void save()} data-testid="certificate-save">
          {t.save}
        </Button>
        <span className="soft">{t.hint}</span>
      </div>
    </div>
  );
}
