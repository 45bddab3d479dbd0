import type { Context } from "../interpret/context.ts";
import { phraseKey } from "../lexicon.ts";
import type { DraftTable } from "./model.ts";

/** When the words name a kind of application and hardly a table, the core tables of that kind are added. */
export function addDomain(context: Context): void {
  const core = bestDomain(context);
  if (core === null) return;
  const said = context.model.tables.filter(
    (table) => table.origin === "said" || table.origin === "needed" || table.origin === "junction",
  );
  if (said.length >= 2 || said.some((table) => table.isListed && said.length === 1)) return;
  if (core.includes("products") && core.includes("order_items")) standForProducts(context, said);
  const missing = core.filter(
    (name) =>
      context.model.find(phraseKey(name)) === null && !said.some((table) => isSame(context, table, name)),
  );
  for (const name of missing) context.model.ensure(name, "usual");
}

/** "A shop selling guitars": guitars are its products. */
function standForProducts(context: Context, said: readonly DraftTable[]): void {
  if (context.model.findEntity("products") !== null) return;
  const goods = said.find((table) => table.entity === null || table.entity.kind === "t");
  if (goods === undefined) return;
  goods.keys.add("product");
  goods.entity ??= context.model.entityOf("products");
}

function bestDomain(context: Context): readonly string[] | null {
  return context.domains[0] ?? null;
}

function isSame(context: Context, table: DraftTable, name: string): boolean {
  return table.entity !== null && table.entity === context.model.entityOf(name);
}
