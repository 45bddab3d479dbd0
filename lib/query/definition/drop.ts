import { functionName, functionSchemas } from "../../catalog/function-schema.ts";
import type { Catalog, CatalogEnum, Change } from "../../catalog/types.ts";
import { asList, names, type TreeFields, unwrap } from "../../expression/tree.ts";
import { defaultsUsing, sequenceNamed } from "../sequences.ts";
import { Refused } from "../write/refused.ts";
import { dropDomain } from "./domains.ts";
import { droppedFunction, dropSchema, rulesCalling } from "./drop-function.ts";
import {
  dependents,
  droppedColumn,
  droppedViews,
  foreignKeysTo,
  viewsOver,
  withoutForeignKeys,
} from "./dropped-column.ts";
import { indexNamed, signatureSaid, usersOf } from "./find-objects.ts";
import { functionsMeant } from "./function-signature.ts";
import {
  type DefinitionInput,
  type DefinitionStep,
  type StoredChange,
  tableNamed,
  unknownTable,
  unsupported,
} from "./step.ts";
import { dropTrigger } from "./trigger.ts";

/** `DROP TABLE | INDEX | VIEW | FUNCTION | TYPE [IF EXISTS] … [CASCADE]` */
export function drop(input: DefinitionInput): DefinitionStep {
  const what = String(input.fields.removeType).replace("OBJECT_", "");
  const objects = asList(input.fields.objects).flatMap((item) => unwrap(item) ?? []);
  const isCascade = input.fields.behavior === "DROP_CASCADE";
  const isMissingOk = input.fields.missing_ok === true;
  const steps = objects.map(({ kind, fields }): Omit<DefinitionStep, "command"> => {
    const list = kind === "List" ? fields.items : kind === "ObjectWithArgs" ? fields.objname : fields.names;
    const path = names(list);
    if (what === "SCHEMA" && functionSchemas(input.catalog).has(String(fields.sval)))
      return dropSchema(input.catalog, String(fields.sval), isCascade);
    const schema = otherSchema(input.catalog, what, path);
    if (schema !== null && !isMissingOk)
      throw new Refused("invalidSchemaName", `schema "${schema}" does not exist`);
    if (schema !== null) return { changes: [], notice: `schema "${schema}" does not exist, skipping` };
    switch (what) {
      case "TABLE":
        return dropTable(input, path, {
          isCascade,
          isMissingOk,
          all: objects.map((object) => names(object.fields.items).at(-1) ?? ""),
        });
      case "INDEX":
        return dropIndex(input, path, isMissingOk);
      case "DOMAIN":
        return dropDomain(input.catalog, path.at(-1) ?? "", isMissingOk);
      case "SEQUENCE":
        return dropSequence(input.catalog, path.at(-1) ?? "", { isMissingOk, isCascade });
      case "MATVIEW":
        // One is kept as a view.
        return input.catalog.views?.some(({ name }) => name === path.at(-1)) === true
          ? dropStored(input, "VIEW", path, { isMissingOk, isCascade, fields })
          : dropOther(input, what, fields, path, isMissingOk);
      case "VIEW":
      case "FUNCTION":
      case "TYPE":
        return dropStored(input, what, path, { isMissingOk, isCascade, fields });
      case "POLICY":
        return dropPolicy(input, path, isMissingOk);
      default:
        return dropOther(input, what, fields, path, isMissingOk);
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

/** The schema that is named, unless it is one whose objects are looked for: what is called so in another is something else. */
function otherSchema(catalog: Catalog, what: string, path: readonly string[]): string | null {
  if (["POLICY", "SCHEMA", "EXTENSION", "PUBLICATION", "SUBSCRIPTION", "EVENT_TRIGGER"].includes(what))
    return null;
  const schema = path.at(what === "TRIGGER" || what === "RULE" ? -3 : -2);
  if (schema === undefined || ["public", "pg_catalog"].includes(schema)) return null;
  if (what === "FUNCTION" && functionSchemas(catalog).has(schema)) return null;
  return what === "TRIGGER" && schema === "auth" ? null : schema;
}

/** What no database has: as in Postgres, IF EXISTS says that nothing is there. */
function dropOther(
  { catalog }: DefinitionInput,
  what: string,
  fields: TreeFields,
  path: readonly string[],
  isMissingOk: boolean,
): Omit<DefinitionStep, "command"> {
  const word = what.toLowerCase().replaceAll("_", " ").replace("matview", "materialized view");
  const name = path.at(-1) ?? String(fields.sval ?? "");
  if (what === "TRIGGER") return dropTrigger(catalog, path, isMissingOk);
  const isThere = (what === "SCHEMA" && name === "public") || !missingKinds.has(what);
  if (!isThere && isMissingOk) return { changes: [], notice: `${word} "${name}" does not exist, skipping` };
  if (isThere) throw unsupported(`DROP ${word.toUpperCase()}`, null);
  throw new Refused(
    what === "SCHEMA" ? "invalidSchemaName" : "undefinedObject",
    `${word} "${name}" does not exist`,
  );
}

const missingKinds: ReadonlySet<string> = new Set(
  "EXTENSION SCHEMA PUBLICATION SUBSCRIPTION MATVIEW PROCEDURE ROUTINE AGGREGATE COLLATION EVENT_TRIGGER RULE".split(
    " ",
  ),
);

function dropTable(
  { catalog }: DefinitionInput,
  path: readonly string[],
  { isCascade, isMissingOk, all }: { isCascade: boolean; isMissingOk: boolean; all: readonly string[] },
): Omit<DefinitionStep, "command"> {
  const name = path.at(-1) ?? "";
  const table = tableNamed(catalog, name);
  if (catalog.views?.some((view) => view.name === name)) throw wrongKind(name, "table", "VIEW");
  if (table === undefined) {
    if (isMissingOk) return { changes: [], notice: `table "${name}" does not exist, skipping` };
    const refused = unknownTable(catalog, name, null);
    throw new Refused("undefinedTable", `table "${name}" does not exist`, { hint: refused.refusal.hint });
  }
  const keys = foreignKeysTo(catalog, name).filter((key) => !all.includes(key.table));
  const views = viewsOver(catalog, table);
  if (keys.length + views.length > 0 && !isCascade) throw dependents(`table ${name}`, { keys, views });
  // Those of tables that are dropped further on; the others are gone with theirs.
  const later = all.slice(all.indexOf(name) + 1);
  const between = foreignKeysTo(catalog, name).filter((key) => later.includes(key.table));
  return {
    changes: [...withoutForeignKeys([...keys, ...between]), { kind: "drop_table", table: name }],
    stored: [...droppedViews(catalog.views ?? [], views), ...ownedBy(catalog, table.id)],
  };
}

/** The sequences that go with a table. */
function ownedBy({ sequences = [] }: Catalog, table: string): readonly StoredChange[] {
  return sequences
    .filter((sequence) => sequence.ownedBy?.table === table)
    .map(({ id }): StoredChange => ({ kind: "drop", id }));
}

function dropSequence(
  catalog: Catalog,
  name: string,
  { isMissingOk, isCascade }: { readonly isMissingOk: boolean; readonly isCascade: boolean },
): Omit<DefinitionStep, "command"> {
  const found = sequenceNamed(catalog, name);
  if (found === undefined) {
    if (isMissingOk) return { changes: [], notice: `sequence "${name}" does not exist, skipping` };
    throw new Refused("undefinedTable", `sequence "${name}" does not exist`);
  }
  const needed = (hint: string, detail?: string) =>
    new Refused(
      "dependentObjectsStillExist",
      `cannot drop sequence ${name} because other objects depend on it`,
      { hint, ...(detail === undefined ? {} : { detail }) },
    );
  if ("table" in found) throw needed("It is the counter of its column.");
  const using = defaultsUsing(catalog, name);
  const others = using.map(
    ({ table, column }) =>
      `default value for column ${column.name} of table ${table} depends on sequence ${name}`,
  );
  if (using.length > 0 && !isCascade)
    throw needed("Use DROP ... CASCADE to drop the dependent objects too.", others.join("\n"));
  return {
    changes: using.map(({ table, column }) => ({
      kind: "alter_column",
      table,
      column: column.name,
      set: { default_expression: null },
    })),
    stored: [{ kind: "drop", id: found.sequence.id }],
  };
}

function wrongKind(name: string, asked: "table" | "view", is: "TABLE" | "VIEW"): Refused {
  return new Refused("wrongObjectType", `"${name}" is not a ${asked}`, {
    hint: `Use DROP ${is} to remove a ${is.toLowerCase()}.`,
  });
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
  const own = found.table.definition.name;
  if (found.found.constraint.kind === "primary_key")
    throw new Refused(
      "dependentObjectsStillExist",
      `cannot drop index ${name} because constraint ${name} on table ${own} requires it`,
      { hint: `You can drop constraint ${name} on table ${own} instead.` },
    );
  return { changes: [{ kind: "drop_constraint", table: found.table.definition.name, name }] };
}

function droppedNames({ objects }: TreeFields): ReadonlySet<string> {
  return new Set(asList(objects).map((object) => names(unwrap(object)?.fields.items).at(-1) ?? ""));
}

function dropStored(
  input: DefinitionInput,
  what: "VIEW" | "FUNCTION" | "TYPE",
  path: readonly string[],
  { isMissingOk, isCascade, fields }: { isMissingOk: boolean; isCascade: boolean; fields: TreeFields },
): Omit<DefinitionStep, "command"> {
  const { catalog } = input;
  const name = what === "FUNCTION" ? functionName(path) : (path.at(-1) ?? "");
  const [called] = what === "FUNCTION" ? functionsMeant(catalog, name, fields) : [];
  const list = { VIEW: catalog.views, TYPE: catalog.enums, FUNCTION: undefined }[what] ?? [];
  const found = called ?? list.find((object) => object.name === name);
  if (what === "VIEW" && tableNamed(catalog, name) !== undefined) throw wrongKind(name, "view", "TABLE");
  if (found === undefined) {
    const word = what.toLowerCase();
    const signature = what === "FUNCTION" ? signatureSaid(name, fields) : null;
    if (isMissingOk)
      return { changes: [], notice: `${word} ${signature ?? `"${name}"`} does not exist, skipping` };
    const cause =
      what === "VIEW" ? "undefinedTable" : what === "FUNCTION" ? "undefinedFunction" : "undefinedObject";
    const said =
      what === "FUNCTION" && signature === null
        ? `could not find a function named "${name}"`
        : `${word} ${signature ?? `"${name}"`} does not exist`;
    throw new Refused(cause, said);
  }
  if (called !== undefined) return droppedFunction(catalog, called, isCascade, droppedNames(input.fields));
  const views = viewsOver(catalog, { id: found.id });
  // Views that the same statement drops stand in nobody's way.
  const others = views.filter((view) => !droppedNames(input.fields).has(view));
  if (others.length > 0 && !isCascade) throw dependents(`view ${name}`, { views: others });
  const rules = what === "TYPE" ? rulesCalling(catalog, found) : [];
  const typed = what === "TYPE" ? usersOf(catalog.tables, found as CatalogEnum) : [];
  const needing = [
    ...typed.map(({ table, column }) => `column ${column} of table ${table}`),
    ...rules.map(({ table, policy }) => `policy ${policy} on table ${table}`),
  ];
  if (needing.length > 0 && !isCascade) throw dependents(`type ${name}`, { others: needing });
  return {
    changes: [
      ...typed.flatMap(({ table, column }) => {
        const owner = tableNamed(catalog, table);
        return owner === undefined ? [] : droppedColumn(catalog, owner, column, true);
      }),
      ...rules.map(({ table, policy }): Change => ({ kind: "drop_policy", table, name: policy })),
    ],
    stored: [...droppedViews(catalog.views ?? [], views), { kind: "drop", id: found.id }],
  };
}

function dropPolicy(
  { catalog }: DefinitionInput,
  path: readonly string[],
  isMissingOk: boolean,
): Omit<DefinitionStep, "command"> {
  const [name = "", table = "", schema = "public"] = path.toReversed();
  if (schema !== "public" && !isMissingOk)
    throw new Refused("invalidSchemaName", `schema "${schema}" does not exist`);
  const found = schema === "public" ? tableNamed(catalog, table) : undefined;
  if (found === undefined) {
    if (isMissingOk)
      return { changes: [], notice: `relation "${path.slice(0, -1).join(".")}" does not exist, skipping` };
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
