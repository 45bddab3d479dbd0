import { tableNameIssue } from "../checks/names.ts";
import { problem } from "../checks/schema-problem.ts";
import { completeTable } from "../complete-table.ts";
import { normalizeTable } from "../normalize-table.ts";
import { withKeptNames } from "../table-constraints.ts";
import { referencesTo, withoutReferencesTo, withRenamedTargets } from "../table-references.ts";
import type { Table } from "../types.ts";
import { type ChangeOf, type Draft, done, onTable, type Refusals, replaceTable } from "./change-draft.ts";
import { renamedInRules } from "./rename-in-rules.ts";

export function createTable(draft: Draft, { table }: ChangeOf<"create_table">): Refusals {
  const taken = takenName(draft, table.name, ["table", "name"]);
  if (taken.length > 0) return taken;
  draft.tables = [...draft.tables, completeTable(table)];
  return done;
}

export function renameTable(draft: Draft, { table: name, to }: ChangeOf<"rename_table">): Refusals {
  return onTable(draft, name, (table) => {
    if (to === name) return done;
    const issue = tableNameIssue(table, to);
    if (issue !== null) return [problem(["to"], issue)];
    const taken = takenName(draft, to, ["to"]);
    if (taken.length > 0) return taken;
    const renaming = {
      table: (target: string) => (target === name ? to : target),
      column: (_: string, column: string) => column,
    };
    draft.tables = renamedInRules(draft.tables, { table: name, to }).map((other) =>
      other.name === name ? withTableName(draft, other, to) : other,
    );
    draft.tables = draft.tables.map((other) => withRenamedTargets(other, renaming));
    const columns = draft.dropped.columns.map((gone) =>
      gone.table === name ? { ...gone, table: to } : gone,
    );
    draft.dropped = { ...draft.dropped, columns };
    return done;
  });
}

/** Expressions may name their own table in front of a column. */
function withTableName({ expressions }: Draft, table: Table, to: string): Table {
  const renamed = (text: string) => expressions.renameTable(text, table.name, to);
  const constraints = table.constraints?.map((constraint) =>
    constraint.expression === undefined
      ? constraint
      : { ...constraint, expression: renamed(constraint.expression) },
  );
  const columns = table.columns.map((column) =>
    column.generated === undefined ? column : { ...column, generated: renamed(column.generated) },
  );
  const named = { ...table, name: to, columns, ...(constraints === undefined ? {} : { constraints }) };
  return withKeptNames(table, named);
}

export function dropTable(draft: Draft, { table: name, cascade = false }: ChangeOf<"drop_table">): Refusals {
  return onTable(draft, name, (table) => {
    const others = draft.tables.filter((other) => other !== table);
    const references = referencesTo(others, name);
    if (references.length > 0 && !cascade) {
      const message = `"${name}" cannot be dropped, because ${listed(references)} still ${references.length > 1 ? "point" : "points"} at it. Drop that first, or drop with cascade, which keeps the columns but not their references.`;
      return [problem(["table"], message, "RH203")];
    }
    draft.tables = others.map((other) =>
      references.length === 0 ? other : withoutReferencesTo(other, name),
    );
    draft.dropped = { ...draft.dropped, tables: [...draft.dropped.tables, table] };
    return done;
  });
}

export function describeTable(draft: Draft, change: ChangeOf<"describe_table">): Refusals {
  return onTable(draft, change.table, (table) =>
    replaceTable(draft, table, normalizeTable({ ...table, description: change.description })),
  );
}

/** Where a table stands on the canvas is no part of the schema; only its name is checked. */
export function moveTable(draft: Draft, change: ChangeOf<"move_table">): Refusals {
  return onTable(draft, change.table, () => done);
}

export function takenName(draft: Draft, name: string, path: readonly string[]): Refusals {
  if (!draft.tables.some((table) => table.name === name)) return done;
  return [problem(path, `There is already a table "${name}". Choose another name.`, "RH201")];
}

/** `"posts.author_id"`, `"a" and "b"`, `"a", "b" and 3 more`. */
export function listed(references: readonly string[]): string {
  const quoted = references.map((name) => `"${name}"`);
  if (quoted.length <= 2) return quoted.join(" and ");
  return `${quoted.slice(0, 2).join(", ")} and ${quoted.length - 2} more`;
}
