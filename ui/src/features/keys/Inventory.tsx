import { useState } from "react";
import type { KeyRowView } from "../../backend/generated/KeyRowView";
import { Panel } from "../../design/primitives";
import { moment } from "../../words/format";
import { useLanguage, useWords } from "../../words/language";
import { useVocabulary } from "../../words/vocabulary";
import { type Branch, treeOf } from "./tree";
import { words } from "./words";

/** So many months are listed without being asked for. */
const FEW = 3;

const MONTH = "bucket_month";

/** The keys as a tree in a table: from the keychain down to the cases. */
export function Inventory({ rows }: { rows: KeyRowView[] }) {
  const t = useWords(words);
  const [listed, setListed] = useState(false);
  const tree = treeOf(rows);
  const months = tree.filter((it) => it.row.key === MONTH);
  const folds = months.length > FEW;
  const firstMonth = tree.findIndex((it) => it.row.key === MONTH);
  const before = folds ? tree.slice(0, firstMonth) : tree;
  const after = folds ? tree.slice(firstMonth).filter((it) => it.row.key !== MONTH) : [];
  return (
    <Panel title={t.inventory} flush>
      <table className="table keys-table">
        <thead>
          <tr>
            <th scope="col">{t.key}</th>
            <th scope="col">{t.lies}</th>
            <th scope="col">{t.under}</th>
            <th scope="col" className="right">
              {t.count}
            </th>
            <th scope="col">{t.made}</th>
          </tr>
        </thead>
        <tbody>
          {before.map(keyLine)}
          {folds && <Months months={months} listed={listed} toggle={() => setListed(!listed)} />}
          {folds && listed && months.map((it) => keyLine({ ...it, depth: it.depth + 1 }))}
          {after.map(keyLine)}
        </tbody>
      </table>
    </Panel>
  );
}

const keyLine = (it: Branch) => <KeyLine key={`${it.row.key} ${it.row.of ?? ""}`} {...it} />;

function KeyLine({ row, depth }: Branch) {
  const t = useWords(words);
  const say = useVocabulary();
  const language = useLanguage();
  const isBucket = row.key.startsWith("bucket_");
  const count = row.count.toLocaleString();
  const month = row.key === MONTH && row.of !== null ? t.month(row.of) : undefined;
  return (
    <tr data-testid="key" data-key={row.key} data-depth={depth}>
      <th scope="row">
        <div className={`branch depth-${Math.min(depth, 4)}`}>
          {depth > 0 && (
            <span className="twig" aria-hidden="true">
              └
            </span>
          )}
          <div>
            {say("key", row.key)}
            {month !== undefined && <span className="num"> · {month}</span>}
            <span className="use">{say("keyUse", row.key)}</span>
          </div>
        </div>
      </th>
      <td>{say("keyPlace", row.lies)}</td>
      <td>{row.under === null ? "—" : under(row.under, say)}</td>
      <td className="num right nowrap">{isBucket ? t.holds(count) : count}</td>
      <td className="num nowrap">
        {row.since === null ? <span className="soft">{t.notOnRecord}</span> : moment(row.since, language)}
      </td>
    </tr>
  );
}

/** A passphrase is no key, though keys lie under it. */
const under = (word: string, say: ReturnType<typeof useVocabulary>) =>
  word === "passphrase" ? say("keyUnder", word) : say("key", word);

function Months({ months, listed, toggle }: { months: Branch[]; listed: boolean; toggle: () => void }) {
  const t = useWords(words);
  const say = useVocabulary();
  const [first] = months;
  if (first === undefined) return null;
  const keys = months.reduce((sum, it) => sum + it.row.count, 0);
  return (
    <tr data-testid="key-months">
      <th scope="row">
        <div className={`branch depth-${Math.min(first.depth, 4)}`}>
          <span className="twig" aria-hidden="true">
            └
          </span>
          <div>
            {t.months(String(months.length))}
            <span className="use">
              <button type="button" className="link" aria-expanded={listed} onClick={toggle} data-testid="months">
                {listed ? t.hideMonths : t.showMonths}
              </button>
            </span>
          </div>
        </div>
      </th>
      <td>{say("keyPlace", first.row.lies)}</td>
      <td>{first.row.under === null ? "—" : under(first.row.under, say)}</td>
      <td className="num right nowrap">{t.holds(keys.toLocaleString())}</td>
      <td />
    </tr>
  );
}
