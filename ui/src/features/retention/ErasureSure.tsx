import { useEffect, useId, useRef, useState } from "react";
import { Button, Panel } from "../../design/primitives";
import { useNow } from "../../lib/useNow";
import { moment } from "../../words/format";
import { useLanguage, useWords } from "../../words/language";
import { words } from "./words";

/** What an erasure run takes away and what it leaves, before it does. The clock by which it goes is confirmed. */
export function ErasureSure({ cases, go, close }: { cases: number; go: () => void; close: () => void }) {
  const t = useWords(words);
  const language = useLanguage();
  const now = moment(new Date(useNow()).toISOString(), language);
  const [sure, setSure] = useState(false);
  const tick = useRef<HTMLInputElement>(null);
  const clock = useId();
  useEffect(() => tick.current?.focus(), []);
  return (
    <Panel title={t.eraseTitle(cases.toLocaleString())} data-testid="erase-sure">
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (sure) go();
        }}
        onKeyDown={(event) => {
          if (event.key === "Escape") close();
        }}
      >
        <ul className="consequences">
          <li>{t.goes}</li>
          <li>{t.stays}</li>
          <li>{t.keysChange}</li>
          <li>{t.held}</li>
          <li>
            <b>{t.never}</b>
          </li>
        </ul>
        <p id={clock} className="clock">
          {t.clock(now)}
        </p>
        <label className="tick">
          <input
            ref={tick}
            type="checkbox"
            checked={sure}
            aria-describedby={clock}
            data-testid="erase-tick"
            onChange={(event) => setSure(event.target.checked)}
          />
          {t.clockIsRight}
        </label>
        <div className="row">
          <Button look="main" type="submit" disabled={!sure} data-testid="erase-now">
            {t.eraseNow}
          </Button>
          <Button look="plain" onClick={close} data-testid="erase-cancel">
            {t.cancel}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
