import type { Context } from "../interpret/context.ts";
import type { DraftTable } from "./model.ts";

/** When the words name a kind of application and hardly a table, the core tables of that kind are added. */
export function addDomain(context: Context): void {
  const core = bestDomain(context);
  if (core === null) return;
  const said = context.model.tables.filter(
    (table) => table.origin === "said" || table.origin === "needed" || table.origin === "junction",
  );
  if (said.length >= 2 || said.some((table) => table.isListed && said.length === 1)) return;
  const missing = core.filter((name) => !said.some((table) => isSame(context, table, name)));
  for (const name of missing) context.model.ensure(name, "usual");
}

function bestDomain(context: Context): readonly string[] | null {
  return context.domains[0] ?? null;
}

function isSame(context: Context, table: DraftTable, name: string): boolean {
  return table.entity !== null && table.entity === context.model.entityOf(name);
}
