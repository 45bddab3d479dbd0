import { randomUUID } from "node:crypto";
import { constraintName } from "../../catalog/constraint-names.ts";
import { namedConstraints } from "../../catalog/table-constraints.ts";
import type { CatalogEnum, CatalogTable, Change, Constraint } from "../../catalog/types.ts";
import { asList, names, type TreeFields, unwrap } from "../../expression/tree.ts";
import { Refused } from "../write/refused.ts";
import { dependents, foreignKeysTo, viewsOver, withoutForeignKeys } from "./dropped-column.ts";
import {
  type DefinitionInput,
  type DefinitionStep,
  existingTable,
  nameOf,
  refuseUnknownColumn,
  type StoredChange,
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

function indexNamed(tables: readonly CatalogTable[], name: string) {
  for (const table of tables) {
    const found = namedConstraints(table.definition).find((constraint) => constraint.name === name);
    if (found !== undefined && ["index", "unique", "primary_key"].includes(found.constraint.kind))
      return { table, found };
  }
  return undefined;
}

/** `DROP TABLE | INDEX | VIEW | FUNCTION | TYPE [IF EXISTS] … [CASCADE]` */
export function drop(input: DefinitionInput): DefinitionStep {
  const what = String(input.fields.removeType).replace("OBJECT_", "");
  const objects = asList(input.fields.objects).flatMap((item) => unwrap(item) ?? []);
  const isCascade = input.fields.behavior === "DROP_CASCADE";
  const isMissingOk = input.fields.missing_ok === true;
  const steps = objects.map(({ kind, fields }): Omit<DefinitionStep, "command"> => {
    const list = kind === "List" ? fields.items : kind === "ObjectWithArgs" ? fields.objname : fields.names;
    const path = names(list);
    switch (what) {
      case "TABLE":
        return dropTable(input, path, {
          isCascade,
          isMissingOk,
          all: objects.map((object) => names(object.fields.items).at(-1) ?? ""),
        });
      case "INDEX":
        return dropIndex(input, path, isMissingOk);
      case "VIEW":
      case "FUNCTION":
      case "TYPE":
        return dropStored(input, what, path, { isMissingOk, isCascade });
      case "POLICY":
        return dropPolicy(input, path, isMissingOk);
      default:
        throw unsupported(`DROP ${what.replaceAll("_", " ")}`, null);
    }
  });
  return {
    command: `DROP ${what}`,
    changes: steps.flatMap(({ changes }) => changes),
    stored: steps.flatMap(({ stored = [] }) => stored),
    ...(steps.some(({ notice }) => notice !== undefined)
      ? { notice: steps.flatMap(({ notice }) => notice ?? []).join("; ") }
      : {}),
  };
}

function dropTable(
  { catalog }: DefinitionInput,
  path: readonly string[],
  { isCascade, isMissingOk, all }: { isCascade: boolean; isMissingOk: boolean; all: readonly string[] },
): Omit<DefinitionStep, "command"> {
  const name = path.at(-1) ?? "";
  const table = tableNamed(catalog, name);
  if (table === undefined) {
    if (isMissingOk) return { changes: [], notice: `table "${name}" does not exist, skipping` };
    const refused = unknownTable(catalog, name, null);
    throw new Refused("undefinedTable", `table "${name}" does not exist`, { hint: refused.refusal.hint });
  }
  const keys = foreignKeysTo(catalog, name).filter((key) => key.table !== name && !all.includes(key.table));
  const views = viewsOver(catalog, table);
  if (keys.length + views.length > 0 && !isCascade) throw dependents(`table ${name}`, keys, views);
  const between = foreignKeysTo(catalog, name).filter((key) => key.table !== name && all.includes(key.table));
  return {
    changes: [...withoutForeignKeys([...keys, ...between]), { kind: "drop_table", table: name }],
    stored: droppedViews(catalog.views ?? [], views),
  };
}

/** The views themselves, and those that read them. */
function droppedViews(
  views: NonNullable<DefinitionInput["catalog"]["views"]>,
  namesOf: readonly string[],
): readonly StoredChange[] {
  const gone = new Map(views.filter(({ name }) => namesOf.includes(name)).map((view) => [view.id, view]));
  for (const view of views) if (view.reads.some(({ id }) => gone.has(id))) gone.set(view.id, view);
  return [...gone.keys()].map((id) => ({ kind: "drop", id }));
}

function dropIndex(
  { catalog }: DefinitionInput,
  path: readonly string[],
  isMissingOk: boolean,
): Omit<DefinitionStep, "command"> {
  const name = path.at(-1) ?? "";
  const found = indexNamed(catalog.tables, name);
  if (found === undefined) {
    if (isMissingOk) return { changes: [], notice: `index "${name}" does not exist, skipping` };
    throw new Refused("undefinedObject", `index "${name}" does not exist`);
  }
  return { changes: [{ kind: "drop_constraint", table: found.table.definition.name, name }] };
}

function dropStored(
  { catalog }: DefinitionInput,
  what: "VIEW" | "FUNCTION" | "TYPE",
  path: readonly string[],
  { isMissingOk, isCascade }: { isMissingOk: boolean; isCascade: boolean },
): Omit<DefinitionStep, "command"> {
  const name = path.at(-1) ?? "";
  const list = { VIEW: catalog.views, FUNCTION: catalog.functions, TYPE: catalog.enums }[what] ?? [];
  const found = list.find((object) => object.name === name);
  if (found === undefined) {
    const word = what.toLowerCase();
    if (isMissingOk) return { changes: [], notice: `${word} "${name}" does not exist, skipping` };
    const cause =
      what === "VIEW" ? "undefinedTable" : what === "FUNCTION" ? "undefinedFunction" : "undefinedObject";
    const said =
      what === "FUNCTION" ? `could not find a function named "${name}"` : `${word} "${name}" does not exist`;
    throw new Refused(cause, said);
  }
  const views = viewsOver(catalog, { id: found.id });
  if (views.length > 0 && !isCascade) throw dependents(`view ${name}`, [], views);
  if (what === "TYPE" && usersOf(catalog.tables, found as CatalogEnum).length > 0) {
    throw new Refused(
      "dependentObjectsStillExist",
      `cannot drop type ${name} because other objects depend on it`,
      {
        hint: "Change the type of its columns first.",
      },
    );
  }
  return {
    changes: [],
    stored: [...droppedViews(catalog.views ?? [], views), { kind: "drop", id: found.id }],
  };
}

function dropPolicy(
  { catalog }: DefinitionInput,
  path: readonly string[],
  isMissingOk: boolean,
): Omit<DefinitionStep, "command"> {
  const [name = "", table = ""] = path.toReversed();
  const found = tableNamed(catalog, table);
  if (found === undefined) {
    if (isMissingOk) return { changes: [] };
    throw unknownTable(catalog, table, null);
  }
  const has = (found.definition.policies ?? []).some((policy) => policy.name === name);
  if (!has) {
    if (isMissingOk)
      return { changes: [], notice: `policy "${name}" for relation "${table}" does not exist, skipping` };
    throw new Refused("undefinedObject", `policy "${name}" for table "${table}" does not exist`);
  }
  return { changes: [{ kind: "drop_policy", table, name }] };
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

/** The columns typed with an enum: found again by what never changes. */
function usersOf(tables: readonly CatalogTable[], own: CatalogEnum) {
  return own.uses.flatMap(({ table: id, key }) => {
    const table = tables.find((candidate) => candidate.id === id);
    const found = Object.entries(table?.storage.columns ?? {}).find(([, storage]) => storage.key === key);
    return table === undefined || found === undefined
      ? []
      : [{ table: table.definition.name, column: found[0] }];
  });
}
