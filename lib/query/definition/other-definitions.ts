import { randomUUID } from "node:crypto";
import { constraintName } from "../../catalog/constraint-names.ts";
import type { CatalogEnum, CatalogTable, Change, Constraint } from "../../catalog/types.ts";
import { asList, names, type TreeFields, unwrap } from "../../expression/tree.ts";
import { Refused } from "../write/refused.ts";
import { foreignKeysTo } from "./dropped-column.ts";
import { indexNamed, usersOf } from "./find-objects.ts";
import {
  type DefinitionInput,
  type DefinitionStep,
  existingTable,
  nameOf,
  refuseUnknownColumn,
  tableNamed,
  unknownTable,
  unsupported,
} from "./step.ts";

/** `CREATE [UNIQUE] INDEX [IF NOT EXISTS] name ON posts (a, b DESC)` */
export function createIndex({ catalog, fields }: DefinitionInput): DefinitionStep {
  const command = "CREATE INDEX";
  const table = existingTable(catalog, fields.relation as TreeFields);
  const own = table.definition.name;
  if (fields.whereClause !== undefined)
    throw unsupported(
      "A partial index",
      null,
      "Leave WHERE out: rows without a value are not in the index anyway.",
    );
  if (fields.indexIncludingParams !== undefined) throw unsupported("INCLUDE", null, "Leave it out.");
  const method = String(fields.accessMethod ?? "btree");
  if (method !== "btree" && method !== "hash")
    throw unsupported(
      `An index of method "${method}"`,
      null,
      method === "gin" ? "To search texts, mark the columns as searched on the table's page." : null,
    );
  if (fields.nulls_not_distinct === true) throw unsupported("NULLS NOT DISTINCT", null);
  const elements = asList(fields.indexParams).flatMap((item) => unwrap(item) ?? []);
  const columns = elements.map((element) => {
    const name = element.fields.name;
    if (name === undefined)
      throw unsupported(
        "An index of an expression",
        null,
        "Add a generated column with the expression, and index that.",
      );
    refuseUnknownColumn(table, String(name));
    return String(name);
  });
  const isUnique = fields.unique === true;
  const name = fields.idxname === undefined ? undefined : String(fields.idxname);
  if (name !== undefined && indexNamed(catalog.tables, name) !== undefined) {
    if (fields.if_not_exists === true)
      return { command, changes: [], notice: `relation "${name}" already exists, skipping` };
    throw new Refused("duplicateTable", `relation "${name}" already exists`);
  }
  const directions = elements.map(({ fields: { ordering } }) =>
    ordering === "SORTBY_DESC" ? "desc" : "asc",
  );
  const constraint: Constraint = {
    kind: isUnique ? "unique" : "index",
    name:
      name ??
      constraintName(own, "index", columns, (taken) => indexNamed(catalog.tables, taken) !== undefined),
    columns,
    ...(isUnique || !directions.includes("desc") ? {} : { directions }),
  };
  return { command, changes: [{ kind: "add_constraint", table: own, constraint }] };
}

/** `ALTER TABLE posts RENAME TO | COLUMN … TO …` and its like. */
export function rename({ catalog, fields }: DefinitionInput): DefinitionStep {
  const to = String(fields.newname);
  const what = String(fields.renameType).replace("OBJECT_", "");
  const missing = fields.missing_ok === true;
  if (what === "TABLE" || what === "COLUMN") {
    const relation = fields.relation as TreeFields;
    const name = String(relation.relname);
    if (missing && tableNamed(catalog, name) === undefined)
      return { command: "ALTER TABLE", changes: [], notice: `relation "${name}" does not exist, skipping` };
    const table = existingTable(catalog, relation);
    return {
      command: "ALTER TABLE",
      changes: [renamed(table, what, String(fields.subname), to, catalog.tables)],
    };
  }
  throw unsupported(
    `RENAME of a ${what.replace("TABCONSTRAINT", "CONSTRAINT").toLowerCase()}`,
    null,
    what === "INDEX" || what === "TABCONSTRAINT" ? "Drop it and add it under its new name." : null,
  );
}

function renamed(
  table: CatalogTable,
  what: "TABLE" | "COLUMN",
  column: string,
  to: string,
  tables: readonly CatalogTable[],
): Change {
  const own = table.definition.name;
  if (what === "TABLE") {
    if (tables.some(({ definition }) => definition.name === to))
      throw new Refused("duplicateTable", `relation "${to}" already exists`);
    return { kind: "rename_table", table: own, to };
  }
  if (!table.definition.columns.some(({ name }) => name === column))
    throw new Refused("undefinedColumn", `column "${column}" does not exist`);
  if (table.definition.columns.some(({ name }) => name === to))
    throw new Refused("duplicateColumn", `column "${to}" of relation "${own}" already exists`);
  return { kind: "rename_column", table: own, column, to };
}

/** `COMMENT ON TABLE | COLUMN … IS …` */
export function comment({ catalog, fields }: DefinitionInput): DefinitionStep {
  const description = String(fields.comment ?? "");
  const path = names(unwrap(fields.object)?.fields?.items);
  if (fields.objtype === "OBJECT_TABLE") {
    const table = nameOf(unwrap(fields.object)?.fields?.items);
    if (tableNamed(catalog, table) === undefined) throw unknownTable(catalog, table, null);
    return { command: "COMMENT", changes: [{ kind: "describe_table", table, description }] };
  }
  if (fields.objtype !== "OBJECT_COLUMN")
    throw unsupported(
      `COMMENT ON ${String(fields.objtype).replace("OBJECT_", "")}`,
      null,
      "Leave the line out.",
    );
  const [column = "", name = ""] = path.toReversed();
  const table = tableNamed(catalog, name);
  if (table === undefined) throw unknownTable(catalog, name, null);
  refuseUnknownColumn(table, column);
  return {
    command: "COMMENT",
    changes: [{ kind: "alter_column", table: name, column, set: { description } }],
  };
}

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
            hint: `Truncate table "${key.table}" at the same time, or use TRUNCATE ... CASCADE.`,
          },
        );
      }
      emptied.add(key.table);
    }
  }
  return { command: "TRUNCATE TABLE", changes: [], emptied: [...emptied] };
}

/** `CREATE TYPE mood AS ENUM (…)` */
export function createEnum({ catalog, fields }: DefinitionInput): DefinitionStep {
  const name = nameOf(fields.typeName);
  if ((catalog.enums ?? []).some((own) => own.name === name) || tableNamed(catalog, name) !== undefined)
    throw new Refused("duplicateObject", `type "${name}" already exists`);
  const own: CatalogEnum = { id: randomUUID(), name, values: names(fields.vals), uses: [] };
  return { command: "CREATE TYPE", changes: [], stored: [{ kind: "enum", enum: own }] };
}

/** `ALTER TYPE mood ADD VALUE 'x' [BEFORE | AFTER 'y']`, `RENAME VALUE` */
export function alterEnum({ catalog, fields }: DefinitionInput): DefinitionStep {
  const command = "ALTER TYPE";
  const name = nameOf(fields.typeName);
  const own = (catalog.enums ?? []).find((candidate) => candidate.name === name);
  if (own === undefined) throw new Refused("undefinedObject", `type "${name}" does not exist`);
  if (fields.oldVal !== undefined)
    throw unsupported("RENAME VALUE", null, "Add the new value, UPDATE the rows, and leave the old one.");
  const value = String(fields.newVal);
  if (own.values.includes(value)) {
    if (fields.skipIfNewValExists === true)
      return { command, changes: [], notice: `enum label "${value}" already exists, skipping` };
    throw new Refused("duplicateObject", `enum label "${value}" already exists`);
  }
  const neighbor = fields.newValNeighbor;
  const at = neighbor === undefined ? own.values.length : own.values.indexOf(String(neighbor));
  if (at < 0) throw new Refused("featureNotSupported", `"${String(neighbor)}" is not an existing enum label`);
  const values = own.values.toSpliced(
    at + (neighbor !== undefined && fields.newValIsAfter === true ? 1 : 0),
    0,
    value,
  );
  const changes = usersOf(catalog.tables, own).map(
    ({ table, column }): Change => ({ kind: "alter_column", table, column, set: { enum_values: values } }),
  );
  return { command, changes, stored: [{ kind: "enum", enum: { ...own, values } }] };
}
