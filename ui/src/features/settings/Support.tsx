import { useAct } from "../../backend/act";
import { refusal } from "../../backend/ask";
import { saveReport } from "../../backend/importFile";
import { Problem } from "../../design/Problem";
import { PageHead } from "../../design/page";
import { Button, Panel } from "../../design/primitives";
import { useTell } from "../../design/tell";
import { useWords } from "../../words/language";
import { words } from "./words";

/** What whoever helps needs. It is read first; what is saved then is what was read. */
export function Support() {
  const t = useWords(words);
  const tell = useTell();
  const bundle = useAct("support_bundle");
  const save = async () => {
    try {
      if (await saveReport(t.supportSave, "support_bundle")) tell.say(t.supportSaved);
    } catch (fault) {
      tell.complain(refusal(fault).view);
    }
  };
  return (
    <>
      <PageHead title={t.pages.support}>{t.supportText}</PageHead>
      <Panel title={t.support}>
        <div className="stack">
          {bundle.error !== null && <Problem error={bundle.error.view} />}
          {bundle.data === undefined ? (
            <Button
              className="start"
              disabled={bundle.isPending}
              onClick={() => bundle.mutate({})}
              data-testid="support-show"
            >
              {t.supportShow}
            </Button>
          ) : (
            <>
              <textarea
                className="input bundle"
                rows={12}
                readOnly
                value={bundle.data.text}
                aria-label={t.support}
                data-testid="support-text"
              />
              <Button className="start" onClick={() => void save()} data-testid="support-save">
                {t.supportSave}
              </Button>
            </>
          )}
        </div>
      </Panel>
    </>
  );
}
