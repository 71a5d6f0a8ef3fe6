import { useEndingWords } from "../../words/changes";
import { useWords } from "../../words/language";
import { ENDINGS } from "./terms";
import { words } from "./words";

/** The endings as columns: the terms of a partner can be read in one line. */
export function TermsHead({ more }: { more?: boolean }) {
  const t = useWords(words);
  const ended = useEndingWords();
  return (
    <thead>
      <tr>
        <th scope="col">{t.partner}</th>
        {ENDINGS.map((ending) => (
          <th key={ending} scope="col" className={more ? undefined : "right"}>
            {ended(ending)}
          </th>
        ))}
        {more && <td />}
      </tr>
    </thead>
  );
}
