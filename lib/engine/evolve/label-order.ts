import type { BoundExpression } from "../../catalog/bound-expression.ts";
import { enumsOfTable } from "../../catalog/enum-type.ts";
import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import { AppError } from "../../errors/app-error.ts";
import { expressionsOf } from "../bind-expressions.ts";

/**
 * What stored rows were checked, computed and compared by stays: the order of an enum's values, where an expression of the
 * table goes by it. Values may come and go.
 *
 * @throws {AppError} 0A000
 */
export function refuseReordering(catalog: Catalog, old: CatalogTable, table: CatalogTable): void {
  const [before, after] = [enumsOfTable(catalog, old), enumsOfTable(catalog, table)];
  const columns = Object.keys(table.storage.columns).filter((name) => {
    const key = table.storage.columns[name]?.key;
    const was = Object.entries(old.storage.columns).find(([, storage]) => storage.key === key)?.[0] ?? name;
    const [labels, next] = [before.get(was)?.labels, after.get(name)?.labels];
    return labels !== undefined && next !== undefined && isReordered(labels, next);
  });
  if (columns.length === 0) return;
  for (const { use, name, text } of expressionsOf(table.definition)) {
    const [own, other] = [boundOf(table, use, name), boundOf(old, use, name)];
    const column = columns.find((candidate) => own?.columns.includes(candidate));
    const isOld = expressionsOf(old.definition).some((known) => known.use === use && known.text === text);
    if (column === undefined || !isOld || own?.text === other?.text) continue;
    throw new AppError("0A000", `${words[use]} "${name}" goes by the order of the values of "${column}".`, {
      status: 422,
      hint: "Drop it first, change the order, and make it again.",
    });
  }
}

const words = {
  check: "The check",
  key: "The unique index",
  generated: "The generated column",
  default: "The default of",
} as const;

function boundOf(
  { storage: { expressions } }: CatalogTable,
  use: keyof typeof words,
  name: string,
): BoundExpression | undefined {
  const { checks, keys, generated, defaults } = expressions ?? {};
  return { check: checks, key: keys, generated, default: defaults }[use]?.[name];
}

/** Whether labels that stay come in another order. */
function isReordered(before: readonly string[], after: readonly string[]): boolean {
  const kept = after.filter((label) => before.includes(label));
  return before.filter((label) => after.includes(label)).some((label, index) => kept[index] !== label);
}
