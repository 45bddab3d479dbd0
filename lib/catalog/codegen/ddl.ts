import { compile, ident, join, keyword, literal, type Sql, sql } from "../../sql/sql.ts";
import { isIdentity } from "../column-facts.ts";
import { constraintName } from "../constraint-names.ts";
import { orderTables } from "../order-tables.ts";
import { namedConstraints } from "../table-constraints.ts";
import type { Constraint, OnDelete, Table } from "../types.ts";
import { columnDdl } from "./ddl-column.ts";

/** The statements that make a schema in a plain Postgres, in the order in which they run; rows are loaded behind `tables`. */
interface SchemaDdl {
  readonly extensions: readonly Sql[];
  /** Tables with their columns, primary and unique keys and checks, those that are pointed at first. */
  readonly tables: readonly Sql[];
  /** Foreign keys: when all tables and rows are there. */
  readonly references: readonly Sql[];
  readonly indexes: readonly Sql[];
  readonly comments: readonly Sql[];
}

function schemaDdl(given: readonly Table[]): SchemaDdl {
  const tables = orderTables(given);
  const isSearched = tables.some(({ constraints = [] }) =>
    constraints.some(({ method }) => method === "search"),
  );
  return {
    extensions: isSearched ? [sql`create extension if not exists pg_trgm`] : [],
    tables: tables.map(createTable),
    references: tables.flatMap((table) =>
      constraintsOf(table, ["foreign_key"]).map((own) => alterTable(table, own)),
    ),
    indexes: tables.flatMap(createIndexes),
    comments: tables.flatMap(commentsOn),
  };
}

/** The whole schema as the text of a script. */
export function ddlScript(tables: readonly Table[]): string {
  const { extensions, tables: created, references, indexes, comments } = schemaDdl(tables);
  return [extensions, created, references, indexes, comments]
    .filter((section) => section.length > 0)
    .map((section) => section.map((statement) => `${statementText(statement)}\n`).join(""))
    .join("\n");
}

/**
 * A statement of DDL as text: it holds no parameters.
 *
 * @throws {RangeError} if it does.
 */
function statementText(statement: Sql): string {
  const { text, values } = compile(statement);
  if (values.length > 0) throw new RangeError("DDL takes no parameters");
  return `${text};`;
}

function createTable(table: Table): Sql {
  const columns = table.columns.map((column) => columnDdl(column, isIdentity(table, column)));
  const taken = new Set(namedConstraints(table).map(({ name }) => name));
  const choices = table.columns.flatMap(({ name, type, enum_values = [] }) => {
    if (type !== "enum") return [];
    const constraint = ident(constraintName(table.name, "check", [name], (other) => taken.has(other)));
    return [sql`constraint ${constraint} check (${ident(name)} in (${join(enum_values.map(literal))}))`];
  });
  const constraints = constraintsOf(table, ["primary_key", "unique", "check"]);
  return sql`create table ${ident(table.name)} (\n  ${join([...columns, ...constraints, ...choices], ",\n  ")}\n)`;
}

function alterTable(table: Table, constraint: Sql): Sql {
  return sql`alter table ${ident(table.name)} add ${constraint}`;
}

function constraintsOf(table: Table, kinds: readonly Constraint["kind"][]): readonly Sql[] {
  return namedConstraints(table)
    .filter(({ constraint }) => kinds.includes(constraint.kind))
    .map(({ name, constraint }) => sql`constraint ${ident(name)} ${constraintBody(constraint)}`);
}

function constraintBody({ kind, columns = [], references, expression = "" }: Constraint): Sql {
  const names = join(columns.map(ident));
  switch (kind) {
    case "primary_key":
      return sql`primary key (${names})`;
    case "unique":
      return sql`unique (${names})`;
    case "foreign_key": {
      const targets = references?.columns ?? [];
      const target = targets.length === 0 ? sql`` : sql` (${join(targets.map(ident))})`;
      const action = references?.on_delete;
      const onDelete = action === undefined ? sql`` : sql` on delete ${keyword(actions[action])}`;
      return sql`foreign key (${names}) references ${ident(references?.table ?? "")}${target}${onDelete}`;
    }
    case "check":
      // Guarded when it was defined: one expression, whole.
      return sql`check (${keyword(expression)})`;
    case "index":
      throw new RangeError("an index is a statement of its own");
  }
}

const actions: { readonly [action in OnDelete]: string } = {
  cascade: "cascade",
  "set null": "set null",
  restrict: "restrict",
};

/** Indexes, those of references too: Postgres itself makes none for them. */
function createIndexes(table: Table): readonly Sql[] {
  const listed = namedConstraints(table).filter(
    ({ constraint: { kind, method } }) => kind === "index" && method !== "note",
  );
  const taken = new Set(listed.map(({ name }) => name));
  const indexed = new Set(listed.map(({ constraint }) => constraint.columns?.[0]));
  const references = table.columns.filter(
    ({ name, references: to, unique, primary_key }) =>
      to !== undefined && unique !== true && primary_key !== true && !indexed.has(name),
  );
  return [
    ...listed.map(({ name, constraint }) => createIndex(table, name, constraint)),
    ...references.map(({ name }) => {
      const index = constraintName(table.name, "index", [name], (other) => taken.has(other));
      return createIndex(table, index, { kind: "index", columns: [name] });
    }),
  ];
}

function createIndex(table: Table, name: string, { columns = [], directions, method }: Constraint): Sql {
  const [head, on] = [sql`create index ${ident(name)}`, ident(table.name)];
  if (method === "search") {
    return sql`${head} on ${on} using gin (${join(columns.map((column) => sql`${ident(column)} gin_trgm_ops`))})`;
  }
  const keys = columns.map((column, at) =>
    directions?.[at] === "desc" ? sql`${ident(column)} desc` : ident(column),
  );
  return sql`${head} on ${on} (${join(keys)})`;
}

function commentsOn(table: Table): readonly Sql[] {
  const name = ident(table.name);
  return [
    ...(table.description === undefined
      ? []
      : [sql`comment on table ${name} is ${literal(table.description)}`]),
    ...table.columns.flatMap((column) =>
      column.description === undefined
        ? []
        : [sql`comment on column ${name}.${ident(column.name)} is ${literal(column.description)}`],
    ),
  ];
}
