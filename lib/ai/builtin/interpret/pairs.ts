import { putReference } from "../model/columns.ts";
import type { DraftTable } from "../model/model.ts";
import type { Context } from "./context.ts";

/** Two references to one table: "between two airports", "a home team and an away team". */
export function putPair(focus: DraftTable, table: DraftTable, context: Context): void {
  const spec = focus.entity?.references.find(
    (reference) =>
      reference.roles.length === 2 &&
      reference.targets.some((target) => context.model.findEntity(target) === table),
  );
  const plain = focus.columns.filter(
    (entry) => entry.was === null && entry.column.references?.table === table.name,
  );
  if (plain.length > 1) return;
  const isPlainOne =
    plain[0] !== undefined &&
    !/^(home|away|origin|destination|departure|arrival|from|to|sender|recipient|first|second|source|target)/.test(
      plain[0].column.name,
    );
  if (plain.length === 1 && plain[0] !== undefined && isPlainOne)
    focus.columns.splice(focus.columns.indexOf(plain[0]), 1);
  const single = [...table.keys][0] ?? table.name;
  const [first, second] = spec?.roles ?? ["first", "second"];
  const suffix = (role: string): string =>
    /(er|or|ent|ed|ee)$/.test(role) || role.includes("_") ? role : `${role}_${single.replaceAll(" ", "_")}`;
  for (const role of [first, second])
    putReference(focus, table, { role: suffix(role ?? ""), required: false });
}
