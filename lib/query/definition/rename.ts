import { schemaOfFunction } from "../../catalog/function-schema.ts";
import { namedConstraints } from "../../catalog/table-constraints.ts";
import type { CatalogTable, CatalogView, Change } from "../../catalog/types.ts";
import { names, type TreeFields, unwrap } from "../../expression/tree.ts";
import { withEnumRenamed } from "../own-types.ts";
import { defaultsUsing, renamedSequence, sequenceNamed } from "../sequences.ts";
import { Refused } from "../write/refused.ts";
import { viewsOver } from "./dropped-column.ts";
import { indexNamed } from "./find-objects.ts";
import {
  type DefinitionInput,
  type DefinitionStep,
  existingTable,
  functionNameOf,
  isTakenRelation,
  nameOf,
  relationName,
  type StoredChange,
  tableNamed,
  unsupported,
} from "./step.ts";
import { renamedTrigger } from "./switch-triggers.ts";

/** `ALTER TABLE posts RENAME TO | COLUMN … TO …` and its like. */
export function rename(input: DefinitionInput): DefinitionStep {
  const { catalog, fields } = input;
  const to = String(fields.newname);
  const what = String(fields.renameType).replace("OBJECT_", "");
  const missing = missingElsewhere(fields);
  if (missing !== null) return { command: `ALTER ${what}`, changes: [], notice: missing };
  switch (what) {
    case "TABLE":
    case "COLUMN": {
      const name = String((fields.relation as TreeFields).relname);
      if (what === "TABLE" && catalog.sequences?.some((sequence) => sequence.name === name))
        return { ...renamedSequenceStep(input, to), command: "ALTER TABLE" };
      if (what === "TABLE" && catalog.views?.some((view) => view.name === name))
        return { command: "ALTER TABLE", changes: [], stored: [renamedObject(input, "VIEW")] };
      const view = catalog.views?.find((other) => what === "COLUMN" && other.name === name);
      if (view !== undefined)
        return { command: "ALTER VIEW", changes: [], stored: [renamedViewColumn(input, view)] };
      if (fields.missing_ok === true && tableNamed(catalog, name) === undefined)
        return { command: "ALTER TABLE", changes: [], notice: `relation "${name}" does not exist, skipping` };
      const table = existingTable(catalog, fields.relation as TreeFields);
      const change = renamed(table, what, String(fields.subname), to, catalog.tables);
      return { command: "ALTER TABLE", changes: [change] };
    }
    case "TRIGGER":
      return renamedTrigger(
        catalog,
        existingTable(catalog, fields.relation as TreeFields),
        String(fields.subname),
        to,
      );
    case "TABCONSTRAINT": {
      const table = existingTable(catalog, fields.relation as TreeFields);
      const name = String(fields.subname);
      return { command: "ALTER TABLE", changes: renamedConstraint(input, table, name, "constraint") };
    }
    case "INDEX": {
      const name = String((fields.relation as TreeFields).relname);
      const found = indexNamed(catalog.tables, name);
      const command = "ALTER INDEX";
      if (found !== undefined)
        return { command, changes: renamedConstraint(input, found.table, name, "index") };
      if (fields.missing_ok === true)
        return { command, changes: [], notice: `relation "${name}" does not exist, skipping` };
      throw new Refused("undefinedTable", `relation "${name}" does not exist`);
    }
    case "POLICY": {
      const table = existingTable(catalog, fields.relation as TreeFields);
      const name = String(fields.subname);
      const own = table.definition.name;
      const isKnown = (asked: string) => table.definition.policies?.some((policy) => policy.name === asked);
      if (!isKnown(name))
        throw new Refused("undefinedObject", `policy "${name}" for table "${own}" does not exist`);
      if (isKnown(to))
        throw new Refused("duplicateObject", `policy "${to}" for table "${own}" already exists`);
      const change: Change = { kind: "alter_policy", table: own, name, set: { name: to } };
      return { command: "ALTER POLICY", changes: [change] };
    }
    case "SEQUENCE":
      return renamedSequenceStep(input, to);
    case "VIEW":
    case "FUNCTION":
    case "TYPE":
      if (fields.missing_ok === true && what === "VIEW" && !isView(input)) {
        const name = String((fields.relation as TreeFields).relname);
        return { command: "ALTER VIEW", changes: [], notice: `relation "${name}" does not exist, skipping` };
      }
      return {
        command: `ALTER ${what}`,
        changes: [],
        stored: [renamedObject(input, what)],
        ...(what === "TYPE" ? rulesRenaming(input) : {}),
      };
    default:
      throw unsupported(`RENAME of a ${what.toLowerCase()}`, null);
  }
}

/** What is called so in another schema is something else. @throws {Refused} 3F000, unless nothing is to be there. */
function missingElsewhere({ relation, object, missing_ok: isMissingOk }: TreeFields): string | null {
  const { schemaname, relname } = (relation ?? {}) as TreeFields;
  if (isMissingOk === true && schemaname !== undefined && schemaname !== "public")
    return `relation "${String(relname)}" does not exist, skipping`;
  if (relation !== undefined) relationName(relation as TreeFields);
  const own = unwrap(object)?.fields;
  if (own?.objname === undefined) nameOf(own?.items);
  return null;
}

/** Defaults that name it follow. */
function renamedSequenceStep({ catalog, fields }: DefinitionInput, to: string): DefinitionStep {
  const command = "ALTER SEQUENCE";
  const name = String((fields.relation as TreeFields).relname);
  const own = catalog.sequences?.find((sequence) => sequence.name === name);
  if (own === undefined) {
    if (sequenceNamed(catalog, name) !== undefined)
      return {
        command,
        changes: [],
        notice: `"${name}" is the counter of its column, and is called after it`,
      };
    if (fields.missing_ok === true)
      return { command, changes: [], notice: `relation "${name}" does not exist, skipping` };
    throw new Refused("undefinedTable", `relation "${name}" does not exist`);
  }
  if (isTakenRelation(catalog, to) || sequenceNamed(catalog, to) !== undefined)
    throw new Refused("duplicateTable", `relation "${to}" already exists`);
  const changes = defaultsUsing(catalog, name).map(({ table, column }): Change => {
    const text = renamedSequence(column.default_expression ?? "", name, to);
    return { kind: "alter_column", table, column: column.name, set: { default_expression: text } };
  });
  // The new name is there before the defaults that say it.
  const stored: StoredChange = { kind: "sequence", sequence: { ...own, name: to } };
  return { command, changes: [], stored: [stored], next: { command, changes } };
}

function isView({ catalog, fields }: DefinitionInput): boolean {
  const name = (fields.relation as TreeFields | undefined)?.relname;
  return catalog.views?.some((view) => view.name === name) === true;
}

/** The columns of a view have names of their own, whatever its query calls them. */
function renamedViewColumn({ catalog, fields }: DefinitionInput, view: CatalogView): StoredChange {
  const [reader] = viewsOver(catalog, view);
  if (reader !== undefined)
    throw unsupported(
      `Renaming a column that the view "${reader}" reads`,
      null,
      "Make that view anew behind it.",
    );
  const [from, to] = [String(fields.subname), String(fields.newname)];
  const isKnown = (asked: string) => view.columns.some(({ name }) => name === asked);
  if (!isKnown(from)) throw new Refused("undefinedColumn", `column "${from}" does not exist`);
  if (isKnown(to))
    throw new Refused("duplicateColumn", `column "${to}" of relation "${view.name}" already exists`);
  const columns = view.columns.map((column) => (column.name === from ? { ...column, name: to } : column));
  return { kind: "view", view: { ...view, columns } };
}

/** The same key or index under its new name. */
function renamedConstraint(
  { catalog, fields }: DefinitionInput,
  table: CatalogTable,
  name: string,
  what: "constraint" | "index",
): readonly Change[] {
  const to = String(fields.newname);
  const own = table.definition.name;
  const named = namedConstraints(table.definition);
  const found = named.find((constraint) => constraint.name === name);
  if (found === undefined)
    throw new Refused("undefinedObject", `constraint "${name}" for table "${own}" does not exist`);
  const isIndex = what === "index" || ["unique", "primary_key"].includes(found.constraint.kind);
  if (named.some((constraint) => constraint.name === to) || indexNamed(catalog.tables, to) !== undefined) {
    const message = isIndex
      ? `relation "${to}" already exists`
      : `constraint "${to}" for relation "${own}" already exists`;
    throw new Refused(isIndex ? "duplicateTable" : "duplicateObject", message);
  }
  return [
    { kind: "drop_constraint", table: own, name },
    { kind: "add_constraint", table: own, constraint: { ...found.constraint, name: to } },
  ];
}

/** Rules that cast to an enum say its new name, once it has that. */
function rulesRenaming({ catalog, fields }: DefinitionInput): Pick<DefinitionStep, "next"> {
  const from = names(unwrap(fields.object)?.fields.items).at(-1) ?? "";
  const renamed = (text: string | undefined) =>
    text === undefined ? undefined : withEnumRenamed(catalog, text, from, String(fields.newname));
  const changes = catalog.tables.flatMap(({ definition }) =>
    (definition.policies ?? []).flatMap(({ name, using, check }): readonly Change[] => {
      const [newUsing, newCheck] = [renamed(using), renamed(check)];
      if (newUsing === using && newCheck === check) return [];
      const set = {
        ...(newUsing === undefined ? {} : { using: newUsing }),
        ...(newCheck === undefined ? {} : { check: newCheck }),
      };
      return [{ kind: "alter_policy", table: definition.name, name, set }];
    }),
  );
  return changes.length === 0 ? {} : { next: { command: "ALTER TYPE", changes } };
}

/** Who reads a view does so by its id. */
function renamedObject(
  { catalog, fields }: DefinitionInput,
  what: "VIEW" | "FUNCTION" | "TYPE",
): StoredChange {
  const object = unwrap(fields.object)?.fields;
  const relation = fields.relation as TreeFields | undefined;
  const name =
    what === "FUNCTION"
      ? functionNameOf(catalog, object?.objname)
      : String(relation?.relname ?? names(object?.items).at(-1) ?? "");
  const schema = what === "FUNCTION" ? schemaOfFunction(name) : null;
  const to = schema === null ? String(fields.newname) : `${schema}.${String(fields.newname)}`;
  const list = { VIEW: catalog.views, FUNCTION: catalog.functions, TYPE: catalog.enums }[what] ?? [];
  if (list.some((other) => other.name === to) || (what === "VIEW" && isTakenRelation(catalog, to)))
    throw new Refused(
      what === "VIEW" ? "duplicateTable" : "duplicateObject",
      `${what.toLowerCase()} "${to}" already exists`,
    );
  const view = catalog.views?.find((other) => what === "VIEW" && other.name === name);
  if (view !== undefined) return { kind: "view", view: { ...view, name: to } };
  const called = catalog.functions?.find((other) => what === "FUNCTION" && other.name === name);
  if (called !== undefined) return { kind: "function", function: { ...called, name: to } };
  const own = catalog.enums?.find((other) => what === "TYPE" && other.name === name);
  if (own !== undefined) return { kind: "enum", enum: { ...own, name: to } };
  const cause = { VIEW: "undefinedTable", FUNCTION: "undefinedFunction", TYPE: "undefinedObject" } as const;
  const word = what === "VIEW" ? "relation" : what.toLowerCase();
  throw new Refused(cause[what], `${word} "${name}" does not exist`);
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
