import type { Constraint, Table } from "../../catalog/types.ts";
import { asList, names, type TreeFields, unwrap } from "../../expression/tree.ts";
import { insideOf, listItems, placedTokens } from "../text/clauses.ts";
import { Refused } from "../write/refused.ts";
import { accountsTable, isAccountsShape, madeRoom } from "./accounts-table.ts";
import { nullsEqualKey, type ReadColumn, readColumn } from "./column-definition.ts";
import { constraintOf } from "./read-constraint.ts";
import { refuseConstraints } from "./refuse-constraints.ts";
import {
  type DefinitionInput,
  type DefinitionStep,
  isTakenRelation,
  refuseTakenRelation,
  relationName,
  tableNamed,
  unsupported,
} from "./step.ts";
import { tableLike } from "./table-like.ts";

/** `CREATE TABLE [IF NOT EXISTS] posts (…)`: a table with exactly the columns typed. */
export function createTable(input: DefinitionInput): DefinitionStep {
  const { catalog, fields } = input;
  const accounts = accountsTable(catalog);
  const isTheirs = accounts?.definition.name === relationName(fields.relation as TreeFields);
  if (accounts === undefined || !isTheirs || isAccountsShape(accounts, fields.tableElts))
    return tableOf(input);
  const room = madeRoom(catalog);
  if (room === null) return tableOf(input);
  const made = tableOf({ ...input, catalog: room.catalog });
  input.notices.push(
    `the app's accounts were the table "${accounts.definition.name}", and are "${room.to}" from now on: what this text calls auth.users`,
  );
  return { ...made, changes: [room.change, ...made.changes] };
}

function tableOf(input: DefinitionInput): DefinitionStep {
  const { catalog, fields } = input;
  const relation = fields.relation as TreeFields;
  const name = relationName(relation);
  const location = Number(relation.location ?? 0);
  refuseClauses(fields, location);
  if (fields.partspec !== undefined)
    input.notices.push("PARTITION BY is left out: the table holds all rows, and is served by its indexes");
  const command = "CREATE TABLE";
  const isAccounts = tableNamed(catalog, name)?.isAuth === true;
  const isOther = isAccounts && JSON.stringify(fields.tableElts ?? []).includes('"schemaname":"auth"');
  if (fields.if_not_exists === true && isTakenRelation(catalog, name) && !isOther)
    return { command, changes: [], notice: `relation "${name}" already exists, skipping` };
  if (isAccounts)
    throw unsupported(
      `A table "${name}" beside the app's accounts`,
      location,
      `The table "${name}" holds the accounts (auth.users), and has columns, keys or rules of its own by now. Make room for yours first: ALTER TABLE ${name} RENAME TO auth_users. Or give yours another name, like profiles.`,
    );
  refuseTakenRelation(catalog, name, location);
  const table = readTable(input, name);
  return { command, changes: [{ kind: "create_table", table }] };
}

function refuseClauses(fields: TreeFields, location: number): void {
  if (fields.partbound !== undefined)
    throw unsupported("PARTITION OF", location, "Leave the line out: the table itself holds all rows.");
  if (fields.inhRelations !== undefined)
    throw unsupported("INHERITS", location, "Copy the columns: CREATE TABLE … (LIKE other INCLUDING ALL).");
  if (fields.ofTypename !== undefined) throw unsupported("CREATE TABLE … OF", location);
}

function readTable(input: DefinitionInput, name: string): Table {
  const elements = asList(input.fields.tableElts).flatMap((item) => unwrap(item) ?? []);
  const ends = elementEnds(input);
  const columns: ReadColumn[] = [];
  const constraints: Constraint[] = [];
  const required = new Set<string>();
  const places = new Map<Constraint, number>();
  for (const [index, { kind, fields }] of elements.entries()) {
    if (kind === "ColumnDef") columns.push(readColumn(input, fields, ends[index] ?? input.text.length));
    else if (fields.contype === "CONSTR_NOTNULL") for (const key of names(fields.keys)) required.add(key);
    else if (kind === "Constraint") {
      const constraint = tableConstraint(input, fields, columns);
      constraints.push(constraint);
      places.set(constraint, Number(fields.location ?? 0));
    } else if (kind === "TableLikeClause") {
      const copied = tableLike(input, fields);
      columns.push(...copied.columns.map((column) => ({ column, constraints: [] })));
      constraints.push(...copied.constraints);
    } else throw unsupported(kind, Number(fields.location ?? 0));
  }
  refuseRepeated(
    columns,
    elements.map(({ fields }) => fields),
  );
  const all = [...columns.flatMap((column) => column.constraints), ...constraints];
  refuseSecondKey(name, columns, all);
  const table: Table = {
    name,
    origin: "sql",
    columns: columns.map(({ column }) =>
      required.has(column.name) ? { ...column, required: true } : column,
    ),
    ...(all.length === 0 ? {} : { constraints: all }),
  };
  refuseConstraints(input.catalog, table, (constraint) => places.get(constraint) ?? null);
  return table;
}

/** A key whose nulls are equal has to know the types of its columns, which stand in front of it. */
function tableConstraint(
  input: DefinitionInput,
  fields: TreeFields,
  columns: readonly Pick<ReadColumn, "column">[],
): Constraint {
  if (fields.nulls_not_distinct !== true || fields.contype !== "CONSTR_UNIQUE")
    return constraintOf(input, fields, []);
  const own = names(fields.keys).map((key) => {
    const found = columns.find(({ column }) => column.name === key);
    if (found !== undefined) return found.column;
    throw new Refused("undefinedColumn", `column "${key}" named in key does not exist`, {
      location: Number(fields.location ?? 0),
    });
  });
  return nullsEqualKey(fields, own);
}

/** Where each element of the list ends. */
function elementEnds({ text, indexOf, fields }: DefinitionInput): readonly number[] {
  const relation = fields.relation as TreeFields;
  const range = { start: indexOf(Number(relation.location ?? 0)), end: text.length };
  const open = placedTokens(text, range).find((token) => token.depth === 0 && token.word === "(");
  if (open === undefined) return [];
  return listItems(text, insideOf(text, range, open).inside).map(({ end }) => end);
}

function refuseRepeated(columns: readonly ReadColumn[], nodes: readonly TreeFields[]): void {
  const seen = new Set<string>();
  for (const { column } of columns) {
    if (seen.has(column.name)) {
      const node = nodes.findLast(({ colname }) => colname === column.name);
      throw new Refused("duplicateColumn", `column "${column.name}" specified more than once`, {
        location: Number(node?.location ?? 0),
      });
    }
    seen.add(column.name);
  }
}

function refuseSecondKey(
  name: string,
  columns: readonly ReadColumn[],
  constraints: readonly Constraint[],
): void {
  const flags = columns.filter(({ column }) => column.primary_key === true).length;
  const keys = flags + constraints.filter(({ kind }) => kind === "primary_key").length;
  if (keys > 1)
    throw new Refused("invalidTableDefinition", `multiple primary keys for table "${name}" are not allowed`);
}
