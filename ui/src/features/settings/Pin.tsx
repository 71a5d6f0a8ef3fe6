import { type FormEvent, useState } from "react";
import { useAct } from "../../backend/act";
import type { StationView } from "../../backend/generated/StationView";
import { Digits, FEWEST } from "../../design/Digits";
import { Problem } from "../../design/Problem";
import { Button, Panel, Tag } from "../../design/primitives";
import { useTell } from "../../design/tell";
import { useWords } from "../../words/language";
import { words } from "./words";

/** When the desk locks itself, and the PIN that opens it again for its owner until the program ends. */
export function Pin({ station, became }: { station: StationView; became: (station: StationView) => void }) {
  const t = useWords(words);
  const isMine = station.pin !== null && station.pin === station.person;
  return (
    <Panel title={t.locking} aside={isMine && <Tag tone="ok">✓ {t.pinIsSet}</Tag>}>
      <div className="stack">
        <p className="soft">{t.lockingText}</p>
        {station.no_keychain ? (
          <p data-testid="no-pin">{t.pinNeedsKeychain}</p>
        ) : (
          <PinForm became={became} isSet={isMine} />
        )}
      </div>
    </Panel>
  );
}

function PinForm({ became, isSet }: { became: (station: StationView) => void; isSet: boolean }) {
  const t = useWords(words);
  const tell = useTell();
  const set = useAct("set_pin");
  const [digits, setDigits] = useState("");
  const [again, setAgain] = useState("");
  const differs = again !== "" && again !== digits;
  const ready = digits.length >= FEWEST && digits === again;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!ready || set.isPending) return;
    setDigits("");
    setAgain("");
    set.mutate(
      { digits },
      {
        onSuccess: (now) => {
          became(now);
          tell.say(t.pinSet);
        },
      },
    );
  };
  return (
    <form className="stack" onSubmit={send}>
      {set.error !== null && <Problem error={set.error.view} close={set.reset} />}
      <div className="form-grid pins">
        <Digits
          label={t.pin}
          value={digits}
          change={setDigits}
          said={{ tone: "plain", text: t.pinHint }}
          testid="set-pin"
        />
        <Digits
          label={t.pinAgain}
          value={again}
          change={setAgain}
          said={differs ? { tone: "bad", text: t.pinDiffers } : undefined}
          testid="set-pin-again"
        />
      </div>
      <Button className="start" type="submit" disabled={!ready || set.isPending} data-testid="set-pin-now">
        {isSet ? t.pinReplace : t.pinSetNow}
      </Button>
    </form>
  );
}
