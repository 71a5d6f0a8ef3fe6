import type { KeyRowView } from "../../backend/generated/KeyRowView";

/** A key with its depth below the keys that lie under nothing of the desk. */
export type Branch = { row: KeyRowView; depth: number };

/** The inventory as it hangs together: each key right below the one it lies under, as deep as it lies. */
export function treeOf(rows: readonly KeyRowView[]): Branch[] {
  const known = new Set(rows.map((it) => it.key));
  const isRoot = (row: KeyRowView) => row.under === null || !known.has(row.under) || row.under === row.key;
  const grown = new Set<string>();
  const grow = (row: KeyRowView, depth: number): Branch[] => {
    const itself = [{ row, depth }];
    // Keys of one kind share what lies under them: it hangs below the first, once.
    if (grown.has(row.key)) return itself;
    grown.add(row.key);
    const below = rows.filter((it) => it.under === row.key && !isRoot(it));
    return [...itself, ...below.flatMap((it) => grow(it, depth + 1))];
  };
  return rows.filter(isRoot).flatMap((row) => grow(row, 0));
}
