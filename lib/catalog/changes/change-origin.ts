import type { SchemaProblem } from "../checks/schema-problem.ts";
import type { Change, ColumnSettings, Schema } from "../types.ts";

type Path = readonly (string | number)[];

/** A place of the schema while the changes are walked backwards: names change on the way. */
interface Place {
  readonly table: string;
  readonly column: string | null;
  /** Below the column, else below the table. */
  readonly rest: Path;
}

/**
 * Which change brought a problem of the resulting schema, as a path into the list of changes: the newest one that set
 * the place itself, else the newest that touched what the place points at, else none ([]).
 */
export function problemOrigin(changes: readonly Change[], schema: Schema, { path }: SchemaProblem): Path {
  const place = placeOf(schema, path);
  if (place === null) return [];
  const origin = findOrigin(changes, place);
  if (origin.isExact) return origin.path;
  const target = targetOf(schema, path);
  const cause = target === null ? null : findOrigin(changes, target);
  return cause !== null && cause.path.length > 0 ? cause.path : origin.path;
}

function placeOf({ tables }: Schema, [, tableIndex, part, columnIndex, ...rest]: Path): Place | null {
  const table = tables[Number(tableIndex)];
  if (table === undefined) return null;
  const column = part === "columns" ? table.columns[Number(columnIndex)] : undefined;
  if (column !== undefined) return { table: table.name, column: column.name, rest };
  const below = [part, columnIndex, ...rest].filter((each) => each !== undefined);
  return { table: table.name, column: null, rest: below };
}

/** The column that the place's column references. */
function targetOf({ tables }: Schema, [, tableIndex, part, columnIndex]: Path): Place | null {
  if (part !== "columns") return null;
  const target = tables[Number(tableIndex)]?.columns[Number(columnIndex)]?.references;
  return target === undefined ? null : { table: target.table, column: target.column, rest: [] };
}

interface Origin {
  readonly path: Path;
  /** Whether the change names the very place; if not, it only touched the table around it. */
  readonly isExact: boolean;
}

function findOrigin(changes: readonly Change[], start: Place): Origin {
  let place = start;
  let nearby: Path = [];
  for (let index = changes.length - 1; index >= 0; index--) {
    const change = changes[index];
    if (change === undefined) continue;
    const below = pathInChange(change, place);
    if (below !== null) return { path: [index, ...below], isExact: true };
    if (nearby.length === 0 && "table" in change && change.table === place.table) nearby = [index];
    place = before(change, place);
  }
  return { path: nearby, isExact: false };
}

/** The names of the place before the change was made. */
function before(change: Change, place: Place): Place {
  if (change.kind === "rename_table" && change.to === place.table) return { ...place, table: change.table };
  const isRenamed =
    change.kind === "rename_column" && change.table === place.table && change.to === place.column;
  return isRenamed ? { ...place, column: change.column } : place;
}

/** Where the change sets the place, as a path into it; null: it does not. */
function pathInChange(change: Change, { table, column, rest }: Place): Path | null {
  switch (change.kind) {
    case "create_table": {
      if (change.table.name !== table) return null;
      const index = change.table.columns.findIndex((each) => each.name === column);
      // Constraints and indices of columns are not numbered as in the completed table.
      if (column === null) return rest[0] === "constraints" ? ["table", "constraints"] : ["table", ...rest];
      return index < 0 ? ["table"] : ["table", "columns", index, ...rest];
    }
    case "add_column":
      return change.table === table && change.column.name === column ? ["column", ...rest] : null;
    case "alter_column":
      return change.table === table && change.column === column ? settingPath(change.set, rest) : null;
    case "describe_table":
      return change.table === table && column === null && rest[0] === "description" ? ["description"] : null;
    case "add_constraint":
      return change.table === table && rest[0] === "constraints" ? ["constraint", ...rest.slice(2)] : null;
    case "create_policy":
      return change.table === table && rest[0] === "policies" ? ["policy", ...rest.slice(2)] : null;
    case "alter_policy":
      return change.table === table && rest[0] === "policies" ? ["set", ...rest.slice(2)] : null;
    case "grant":
    case "revoke":
      return change.table === table && rest[0] === "grants" ? ["columns"] : null;
    case "restore_table":
      return change.table === table ? ["table"] : null;
    case "restore_column":
      return change.table === table && change.column === column ? ["column"] : null;
    case "rename_table":
    case "drop_table":
    case "rename_column":
    case "move_column":
    case "drop_column":
    case "drop_constraint":
    case "drop_policy":
    case "move_table":
      return null;
  }
}

/** A change of the column that did not set the very property may still be the cause: `references` of a wrong `type`. */
function settingPath(set: ColumnSettings, rest: Path): Path | null {
  const property = rest[0];
  if (property === undefined || Object.hasOwn(set, property)) return ["set", ...rest];
  if (property === "type" && set.references != null) return ["set", "references"];
  if (property === "default" && (set.type ?? set.enum_values) !== undefined) return ["set"];
  if (property === "references" && set.required === true) return ["set", "required"];
  return property === "enum_values" && set.type !== undefined ? ["set", "type"] : null;
}
