import { useLayoutEffect, useRef } from "react";
import { bilingual, useWords } from "../words/language";

const words = bilingual(
  {
    title: "正在更换密钥",
    text: "请不要关闭窗口或电脑。中途断电也不会丢失内容，下次登录时会接着完成，或恢复原样。",
    steps: [
      "生成并存好新密钥",
      "把新密钥交给在职人员",
      "用新密钥重写全部内容",
      "记住新的一期",
      "销毁旧密钥",
      "记入记录",
    ].join("\n"),
    step: (n: string, of: string) => `第 ${n} 步，共 ${of} 步`,
    rows: (done: string, total: string) => `已重写 ${done} / ${total} 行`,
  },
  {
    title: "The keys are being changed",
    text: "Do not close the window or the computer. Nothing is lost if the power fails; signing in then completes it or takes it back.",
    steps: [
      "Make new keys and keep them",
      "Hand the new keys to the people of the desk",
      "Write everything anew under the new keys",
      "Remember the new epoch",
      "Destroy the old keys",
      "Put it on record",
    ].join("\n"),
    step: (n: string, of: string) => `Step ${n} of ${of}`,
    rows: (done: string, total: string) => `${done} of ${total} rows written anew`,
  },
);

const STEPS = 6;

export type KeyChangeAt = { step: number; done: number; total: number };

/** The veil while keys change: what is done, what runs, what is to come. Nothing can be pressed behind it. */
export function KeyChange({ at }: { at: KeyChangeAt }) {
  const t = useWords(words);
  const sheet = useRef<HTMLDialogElement>(null);
  // Closed before it is taken away, so that the focus goes back to where it was.
  useLayoutEffect(() => {
    const dialog = sheet.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={sheet}
      className="sheet key-change"
      aria-label={t.title}
      // It ends when the change ends, and not by a key.
      onCancel={(event) => event.preventDefault()}
      data-testid="key-change"
      data-step={at.step}
    >
      <div className="body stack">
        <h2>{t.title}</h2>
        <p className="soft" role="status">
          {t.step(String(at.step), String(STEPS))}
        </p>
        <KeySteps at={at} />
        <p className="soft">{t.text}</p>
      </div>
    </dialog>
  );
}

/** The six steps of a key change, with a bar in the one that takes long. */
export function KeySteps({ at }: { at: KeyChangeAt }) {
  const t = useWords(words);
  return (
    <ol className="key-steps">
      {t.steps.split("\n").map((step, place) => (
        <li
          key={step}
          className={place + 1 < at.step ? "done" : undefined}
          aria-current={place + 1 === at.step ? "step" : undefined}
        >
          <span className="num" aria-hidden="true">
            {place + 1 < at.step ? "✓" : place + 1}
          </span>
          <div>
            {step}
            {place + 1 === at.step && at.total > 0 && (
              <>
                <progress aria-label={step} max={at.total} value={at.done} />
                <span className="soft num">{t.rows(at.done.toLocaleString(), at.total.toLocaleString())}</span>
              </>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
