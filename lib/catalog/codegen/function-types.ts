import { enumTypeOf } from "../enum-type.ts";
import { schemaOfFunction } from "../function-schema.ts";
import { isOfTriggers } from "../stored-objects.ts";
import type { CatalogFunction, FunctionArgument, ReturnedColumn } from "../types.ts";
import {
  arrayOf,
  enumTypeScript,
  propertyKey,
  sqlTypeScript,
  type TypedSchema,
  valueTypeScript,
} from "./column-type.ts";
import { docComment } from "./doc-comment.ts";
import { columnShapes } from "./table-shape.ts";

/** The functions of a schema, those of one name as a choice. */
export function functionLines(schema: TypedSchema): readonly string[] {
  // A trigger's function is called by nobody, and one of another schema not by an app.
  const functions = (schema.functions ?? []).filter(
    (called) => !isOfTriggers(called) && schemaOfFunction(called.name) === null && isTold(called),
  );
  const names = [...new Set(functions.map(({ name }) => name))].sort();
  return names.flatMap((name) => {
    const named = functions.filter((each) => each.name === name);
    const overloads = named.map((each) => signature(schema, each, named));
    const words = named.flatMap(({ description = [] }) => description).join("\n");
    return [...docComment(words), `${propertyKey(name)}: ${overloads.join(" | ")}`];
  });
}

/** What functions of one row give, as columns of the row, which `*` leaves out. */
export function computedLines(schema: TypedSchema, id: string): readonly string[] {
  return computed(schema, id).flatMap(({ name, description, returns }) => [
    ...docComment(description),
    `${propertyKey(name)}: ${valueTypeScript(schema, returns)} | null`,
  ]);
}

/** Tells supabase-js which columns of a row `*` leaves out. */
export function computedFields(schema: TypedSchema, id: string): readonly string[] {
  const names = computed(schema, id).map(({ name }) => JSON.stringify(name));
  return names.length === 0 ? [] : [`ComputedFields: ${names.join(" | ")}`];
}

function computed({ functions = [] }: TypedSchema, id: string) {
  return functions.flatMap(({ name, description, arguments: args, returns }) => {
    const isOfRow = args.length === 1 && args[0]?.row?.id === id;
    return isOfRow && returns.kind === "value" && !returns.isSet ? [{ name, description, returns }] : [];
  });
}

/** What takes the whole body stands under an empty name, as in Supabase's types; a row there is a computed column's. */
function isTold({ arguments: args }: CatalogFunction): boolean {
  if (args.every(({ name }) => name !== null)) return true;
  const [only, ...others] = args;
  return others.length === 0 && (only?.row !== undefined || /^(?:jsonb?|text)$/.test(only?.type ?? ""));
}

function signature(
  schema: TypedSchema,
  each: CatalogFunction,
  overloads: readonly CatalogFunction[],
): string {
  const parameters = each.arguments.map(
    (argument) =>
      `${propertyKey(argument.name ?? "")}${argument.default === undefined ? "" : "?"}: ${argumentType(schema, argument)}`,
  );
  const args = parameters.length === 0 ? "never" : `{ ${parameters.join("; ")} }`;
  const refusal = refusalOf(each, overloads);
  return refusal === null
    ? `{ Args: ${args}; Returns: ${returned(schema, each.returns)}${setofOptions(schema, each)} }`
    : `{ Args: ${args}; Returns: { error: true } & ${JSON.stringify(refusal)} }`;
}

/** Why a call with all of a function's arguments is refused; null: it is not. */
function refusalOf(each: CatalogFunction, overloads: readonly CatalogFunction[]): string | null {
  const [only] = each.arguments;
  if (only?.name === null && only.row !== undefined)
    return `public.${each.name} is a column that is computed of a row: select it by its name`;
  const others = overloads.filter((other) => other !== each && takesThoseOf(other, each));
  if (others.length === 0) return null;
  const forms = [each, ...others].map(form).toSorted();
  return `Could not choose the best candidate function between: ${forms.join(", ")}. Rename the parameters or the function`;
}

/** Whether a call that gives all of another function's arguments may mean this one as well. */
function takesThoseOf({ arguments: own }: CatalogFunction, { arguments: given }: CatalogFunction): boolean {
  const names = given.map(({ name }) => name);
  return (
    own.every(({ name, default: fallback }) => fallback !== undefined || names.includes(name)) &&
    names.every((name) => own.some((argument) => argument.name === name))
  );
}

function form({ name, arguments: args }: CatalogFunction): string {
  return `public.${name}(${args.map((argument) => `${argument.name ?? ""} => ${argument.type}`).join(", ")})`;
}

/** A row as `select("*")` gives it: without what is computed of it. */
function argumentType(schema: TypedSchema, argument: FunctionArgument): string {
  const relation = relationOf(schema, argument.row?.id);
  if (relation === null) return valueTypeScript(schema, argument);
  const row = `Database["public"]["${relation.kind}"][${JSON.stringify(relation.name)}]["Row"]`;
  const names = computed(schema, relation.id).map(({ name }) => JSON.stringify(name));
  return names.length === 0 ? row : `Omit<${row}, ${names.join(" | ")}>`;
}

function relationOf(
  { tables, views = [] }: TypedSchema,
  id: string | undefined,
): { readonly id: string; readonly kind: "Tables" | "Views"; readonly name: string } | null {
  const table = tables.find((candidate) => candidate.id === id);
  if (table !== undefined) return { id: table.id, kind: "Tables", name: table.definition.name };
  const view = views.find((candidate) => candidate.id === id);
  return view === undefined ? null : { id: view.id, kind: "Views", name: view.name };
}

/** Tells supabase-js which relation's rows come, so that `select` can embed what that relation does. */
function setofOptions(schema: TypedSchema, { arguments: args, returns }: CatalogFunction): string {
  const to = returns.kind === "rows" ? relationOf(schema, returns.of) : null;
  if (returns.kind !== "rows" || to === null) return "";
  const from = relationOf(schema, args[0]?.row?.id)?.name ?? "*";
  const isOneToOne = !returns.isSet || returns.isSingle === true;
  const options = [
    `from: ${JSON.stringify(from)}`,
    `to: ${JSON.stringify(to.name)}`,
    `isOneToOne: ${isOneToOne}`,
    `isSetofReturn: ${returns.isSet}`,
  ];
  return `; SetofOptions: { ${options.join("; ")} }`;
}

function returned(schema: TypedSchema, returns: CatalogFunction["returns"]): string {
  switch (returns.kind) {
    case "void":
      return "undefined";
    case "value":
      return returns.isSet ? arrayOf(valueTypeScript(schema, returns)) : valueTypeScript(schema, returns);
    case "rows": {
      const columns = returns.columns.map(
        (column) => `${propertyKey(column.name)}: ${returnedType(schema, returns.of, column)}`,
      );
      const row = `{ ${columns.join("; ")} }`;
      // Of a set of one row supabase-js makes the list itself.
      const isOne = returns.isSingle === true && relationOf(schema, returns.of) !== null;
      return returns.isSet && !isOne ? `${row}[]` : row;
    }
  }
}

/** Rows of a table are null where the table's are, those of a view anywhere; nothing is known of others. */
function returnedType(schema: TypedSchema, of: string | undefined, column: ReturnedColumn): string {
  const table = schema.tables.find(({ id }) => id === of);
  if (of === undefined) return valueTypeScript(schema, column);
  if (table === undefined) {
    const known = enumTypeOf(schema, of, column.name);
    return `${known === null ? sqlTypeScript(column.type) : enumTypeScript(schema, known)} | null`;
  }
  const shape = columnShapes(schema, table).find(({ name }) => name === column.name);
  const own = shape?.type ?? valueTypeScript(schema, column);
  return shape?.isNullable === false ? own : `${own} | null`;
}
