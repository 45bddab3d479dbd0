import { functionSchemas } from "../../catalog/function-schema.ts";
import { namedConstraints } from "../../catalog/table-constraints.ts";
import type { Catalog } from "../../catalog/types.ts";
import { names, type TreeFields, unwrap } from "../../expression/tree.ts";
import { sequenceNamed } from "../sequences.ts";
import { Refused } from "../write/refused.ts";
import { indexNamed } from "./find-objects.ts";
import { functionsMeant } from "./function-signature.ts";
import {
  type DefinitionInput,
  type DefinitionStep,
  functionNameOf,
  nameOf,
  refuseUnknownColumn,
  tableNamed,
  unknownTable,
  unsupported,
} from "./step.ts";

/** `COMMENT ON TABLE | COLUMN | VIEW | FUNCTION | … IS …`: of these four it is kept. */
export function comment(input: DefinitionInput): DefinitionStep {
  const { catalog, fields } = input;
  const description = String(fields.comment ?? "");
  const object = unwrap(fields.object);
  const path = names(object?.fields.items ?? object?.fields.objname ?? object?.fields.names);
  const what = String(fields.objtype).replace("OBJECT_", "");
  if (what === "TABLE") {
    const table = nameOf(object?.fields.items);
    if (tableNamed(catalog, table) === undefined) throw unknownTable(catalog, table, null);
    return { command: "COMMENT", changes: [{ kind: "describe_table", table, description }] };
  }
  refuseOtherSchema(what, path);
  if (what === "VIEW" || what === "MATVIEW") return ofView(catalog, path.at(-1) ?? "", description);
  if (what === "FUNCTION") return ofFunction(catalog, object?.fields ?? {}, description);
  if (what !== "COLUMN") return unkept(input, what, path);
  const [column = "", name = ""] = path.toReversed();
  if (catalog.views?.some((view) => view.name === name))
    return { command: "COMMENT", changes: [], notice: unkeptNotice };
  const table = tableNamed(catalog, name);
  if (table === undefined) throw unknownTable(catalog, name, null);
  refuseUnknownColumn(table, column);
  return {
    command: "COMMENT",
    changes: [{ kind: "alter_column", table: name, column, set: { description } }],
  };
}

function ofView({ views = [] }: Catalog, name: string, description: string): DefinitionStep {
  const view = views.find((own) => own.name === name);
  if (view === undefined) throw new Refused("undefinedTable", `relation "${name}" does not exist`);
  return { command: "COMMENT", changes: [], stored: [{ kind: "view", view: described(view, description) }] };
}

function ofFunction(catalog: Catalog, fields: TreeFields, description: string): DefinitionStep {
  const name = functionNameOf(catalog, fields.objname);
  const [found] = functionsMeant(catalog, name, fields);
  if (found === undefined) throw new Refused("undefinedFunction", `function "${name}" does not exist`);
  const made = described(found, description);
  return { command: "COMMENT", changes: [], stored: [{ kind: "function", function: made }] };
}

/** An empty comment is none, as is NULL. */
function described<Thing extends { readonly description?: string }>(
  { description: _, ...thing }: Thing,
  description: string,
): Omit<Thing, "description"> & { readonly description?: string } {
  return description === "" ? thing : { ...thing, description };
}

/** @throws {Refused} 3F000 for what is called so in a schema that is not here. */
function refuseOtherSchema(what: string, path: readonly string[]): void {
  if (["SCHEMA", "EXTENSION", "FUNCTION"].includes(what)) return;
  const isInTable = ["COLUMN", "TABCONSTRAINT", "POLICY", "TRIGGER", "RULE"].includes(what);
  const schema = path.at(isInTable ? -3 : -2);
  if (schema !== undefined && schema !== "public")
    throw new Refused("invalidSchemaName", `schema "${schema}" does not exist`);
}

/** Nothing depends on a comment: what it is about has to be there, and it is said that it is not kept. */
function unkept(input: DefinitionInput, what: string, path: readonly string[]): DefinitionStep {
  const isThere = known[what];
  if (isThere === undefined)
    throw unsupported(`COMMENT ON ${what.replaceAll("_", " ")}`, null, "Leave the line out.");
  if (!isThere(input, path)) {
    const [name = "", table] = path.toReversed();
    if (table !== undefined && ["TABCONSTRAINT", "POLICY"].includes(what)) {
      if (tableNamed(input.catalog, table) === undefined) throw unknownTable(input.catalog, table, null);
      const word = what === "POLICY" ? "policy" : "constraint";
      throw new Refused("undefinedObject", `${word} "${name}" for table "${table}" does not exist`);
    }
    const cause = ["INDEX", "SEQUENCE"].includes(what) ? "undefinedTable" : "undefinedObject";
    throw new Refused(cause, `${what.toLowerCase()} "${name}" does not exist`);
  }
  return { command: "COMMENT", changes: [], notice: unkeptNotice };
}

const unkeptNotice = "comments are kept of tables, their columns, views and functions only";

type IsThere = (input: DefinitionInput, path: readonly string[]) => boolean;

const known: Readonly<Record<string, IsThere>> = {
  // The name of a type is a `TypeName`.
  TYPE: ({ catalog }, path) => catalog.enums?.some(({ name }) => name === path.at(-1)) === true,
  SEQUENCE: ({ catalog }, path) => sequenceNamed(catalog, path.at(-1) ?? "") !== undefined,
  DOMAIN: ({ catalog }, path) => catalog.domains?.some(({ name }) => name === path.at(-1)) === true,
  INDEX: ({ catalog }, path) => indexNamed(catalog.tables, path.at(-1) ?? "") !== undefined,
  TABCONSTRAINT: ({ catalog }, path) => {
    const table = tableNamed(catalog, path.at(-2) ?? "");
    return table !== undefined && namedConstraints(table.definition).some(({ name }) => name === path.at(-1));
  },
  POLICY: ({ catalog }, path) =>
    tableNamed(catalog, path.at(-2) ?? "")?.definition.policies?.some(({ name }) => name === path.at(-1)) ===
    true,
  SCHEMA: ({ catalog, fields }, path) => {
    const name = path.at(-1) ?? String(unwrap(fields.object)?.fields.sval ?? "public");
    return name === "public" || functionSchemas(catalog).has(name);
  },
};
