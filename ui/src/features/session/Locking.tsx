import { Empty } from "../../design/primitives";
import { useWords } from "../../words/language";
import { words } from "./words";

/** The veil while the desk is being locked: nothing of a customer is on it. */
export function Locking() {
  const t = useWords(words);
  return (
    <main className="veil" data-testid="locking">
      <Empty title={t.locking}>{t.lockingText}</Empty>
    </main>
  );
}
