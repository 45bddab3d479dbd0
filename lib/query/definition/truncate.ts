import { asList, unwrap } from "../../expression/tree.ts";
import { Refused } from "../write/refused.ts";
import { foreignKeysTo } from "./dropped-column.ts";
import { type DefinitionInput, type DefinitionStep, existingTable } from "./step.ts";

/** `TRUNCATE a, b [CASCADE]` */
export function truncate({ catalog, fields }: DefinitionInput): DefinitionStep {
  const tables = asList(fields.relations).flatMap((item) => {
    const relation = unwrap(item);
    return relation === null ? [] : [existingTable(catalog, relation.fields).definition.name];
  });
  const emptied = new Set(tables);
  for (const table of emptied) {
    for (const key of foreignKeysTo(catalog, table)) {
      if (emptied.has(key.table)) continue;
      if (fields.behavior !== "DROP_CASCADE") {
        throw new Refused(
          "featureNotSupported",
          "cannot truncate a table referenced in a foreign key constraint",
          {
            detail: `Table "${key.table}" references "${table}".`,
            hint: `Truncate table "${key.table}" at the same time, or use TRUNCATE ... CASCADE.`,
          },
        );
      }
      emptied.add(key.table);
    }
  }
  const restarted =
    fields.restart_seqs === true ? { restarted: [...emptied].map((table) => ({ table, last: 0 })) } : {};
  return { command: "TRUNCATE TABLE", changes: [], emptied: [...emptied], ...restarted };
}
