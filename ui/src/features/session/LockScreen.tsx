import { type FormEvent, useState } from "react";
import { useAct } from "../../backend/act";
import { ask } from "../../backend/ask";
import { Digits, FEWEST } from "../../design/Digits";
import { Problem } from "../../design/Problem";
import { PageNote } from "../../design/page";
import { Button } from "../../design/primitives";
import { useWords } from "../../words/language";
import { Entry, type EntryProps } from "./Entry";
import { SignIn } from "./SignIn";
import { words } from "./words";

/** The way in that was chosen instead of the PIN: under which name, empty for somebody else's. */
type Way = { name: string };

/**
 * A locked desk. Whose PIN still opens it enters that; everybody signs in with name and passphrase. Why it locked by
 * itself, where it did, stands above.
 */
export function LockScreen({ because, ...props }: EntryProps & { because?: string | undefined }) {
  const t = useWords(words);
  const { station } = props;
  const [way, setWay] = useState<Way | undefined>(undefined);
  const unlock = useAct("unlock");
  const [digits, setDigits] = useState("");
  const left = because === undefined ? undefined : because === "twelve_hours" ? t.twelveHours : t.idle;
  const reason = station.veiled ? t.veiled : left;
  // Whoever wants to come in ends what goes on behind the veil, let in or not.
  const refused = () => {
    if (station.veiled) ask("station", {}).then(props.became, () => undefined);
  };
  if (station.pin === null || way !== undefined) {
    const problem = unlock.error?.view;
    const back = station.pin === null || problem !== undefined ? undefined : () => setWay(undefined);
    return <SignIn {...props} name={way?.name ?? ""} reason={reason} problem={problem} back={back} refused={refused} />;
  }
  const name = station.pin;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (digits.length < FEWEST || unlock.isPending) return;
    setDigits("");
    unlock.mutate(
      { digits },
      {
        onSuccess: props.became,
        onError: ({ view }) => {
          refused();
          // It opens nothing any more: the passphrase is next, and why is said above it.
          if (view.code === "pin_over") setWay({ name });
        },
      },
    );
  };
  const other = (to: Way) => {
    setDigits("");
    unlock.reset();
    setWay(to);
  };
  return (
    <Entry station={station} prefer={props.prefer}>
      <h1>{t.unlock}</h1>
      {reason !== undefined && <PageNote testid="locked-because">{reason}</PageNote>}
      <p>{t.unlockAs(name)}</p>
      {unlock.error !== null && <Problem error={unlock.error.view} />}
      <form className="stack" onSubmit={submit}>
        <Digits label={t.pin} value={digits} change={setDigits} testid="pin" first />
        <Button
          look="main"
          size="wide"
          type="submit"
          disabled={unlock.isPending || digits.length < FEWEST}
          data-testid="unlock"
        >
          {unlock.isPending ? t.signingIn : t.unlockNow}
        </Button>
      </form>
      <p className="row other-ways">
        <button type="button" className="link" onClick={() => other({ name })} data-testid="by-passphrase">
          {t.byPassphrase}
        </button>
        <button type="button" className="link" onClick={() => other({ name: "" })} data-testid="somebody-else">
          {t.somebodyElse}
        </button>
      </p>
    </Entry>
  );
}
