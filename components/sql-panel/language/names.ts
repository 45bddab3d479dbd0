import type { Table } from "#lib/catalog/types.ts";

/** A column of whatever stands in FROM. */
export interface KnownColumn {
  readonly name: string;
  readonly type: string | null;
  readonly description?: string | undefined;
  /** The values of an enum. */
  readonly choices?: readonly string[];
}

/** A table or view of the database. */
export interface KnownRelation {
  readonly kind: "table" | "view";
  readonly name: string;
  readonly description?: string | undefined;
  readonly columns: readonly KnownColumn[];
  readonly references: readonly KnownReference[];
}

export interface KnownReference {
  readonly column: string;
  readonly table: string;
  readonly target: string;
}

/** A function, one of Postgres's or one's own. */
export interface KnownFunction {
  readonly name: string;
  /** `string text, pattern text` */
  readonly arguments: string;
  readonly returns: string;
  readonly description: string;
  readonly isOwn: boolean;
}

/** What is done by itself when rows of a table change. */
export interface KnownTrigger {
  readonly name: string;
  readonly table: string;
  readonly function: string;
}

/** Everything that a text may name. */
export interface KnownNames {
  readonly relations: readonly KnownRelation[];
  readonly functions: readonly KnownFunction[];
  /** Absent: none are known. */
  readonly triggers?: readonly KnownTrigger[];
}

/** The columns that a SELECT sees: a password's hash is none of them. */
export function relationOf(table: Table): KnownRelation {
  return {
    kind: "table",
    name: table.name,
    description: table.description,
    columns: table.columns.map(({ name, type, sql_type: sqlType, description, enum_values: choices }) => ({
      name,
      type: sqlType ?? type,
      description,
      ...(choices === undefined || type !== "enum" ? {} : { choices }),
    })),
    references: table.columns.flatMap(({ name, references }) =>
      references === undefined || references === null
        ? []
        : [{ column: name, table: references.table, target: references.column }],
    ),
  };
}

/** A name as it has to be typed. */
export function quoteName(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
