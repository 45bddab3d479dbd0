import { isOfTriggers } from "../stored-objects.ts";
import type { CatalogFunction, FunctionArgument, TypedName } from "../types.ts";
import { arrayOf, propertyKey, sqlTypeScript, type TypedSchema } from "./column-type.ts";
import { columnShapes } from "./table-shape.ts";

/** The functions of a schema, those of one name as a choice. */
export function functionLines(schema: TypedSchema): readonly string[] {
  // A trigger's function is called by nobody.
  const functions = (schema.functions ?? []).filter((called) => !isOfTriggers(called));
  const names = [...new Set(functions.map(({ name }) => name))].sort();
  return names.map((name) => {
    const overloads = functions.filter((each) => each.name === name).map((each) => signature(schema, each));
    return `${propertyKey(name)}: ${overloads.join(" | ")}`;
  });
}

/** What functions of one row give, as columns of the row. */
export function computedLines({ functions = [] }: TypedSchema, id: string): readonly string[] {
  return functions.flatMap(({ name, arguments: args, returns }) => {
    const isOfRow = args.length === 1 && args[0]?.row?.id === id;
    if (!isOfRow || returns.kind !== "value" || returns.isSet) return [];
    return [`${propertyKey(name)}: ${sqlTypeScript(returns.type)} | null`];
  });
}

function signature(schema: TypedSchema, each: CatalogFunction): string {
  const parameters = each.arguments
    .filter((argument) => argument.name !== null)
    .map(
      (argument) =>
        `${propertyKey(argument.name ?? "")}${argument.default === undefined ? "" : "?"}: ${argumentType(schema, argument)}`,
    );
  const args = parameters.length === 0 ? namelessArgument(each) : `{ ${parameters.join("; ")} }`;
  return `{ Args: ${args}; Returns: ${returned(schema, each.returns)}${setofOptions(schema, each)} }`;
}

/** What takes the whole body stands under an empty name, as in Supabase's types. */
function namelessArgument({ arguments: [only] }: CatalogFunction): string {
  const isBody = only !== undefined && only.row === undefined && /^(?:jsonb?|text)$/.test(only.type);
  return isBody ? `{ "": ${sqlTypeScript(only.type)} }` : "never";
}

function argumentType(schema: TypedSchema, { type, row }: FunctionArgument): string {
  const named = row === undefined ? null : relationOf(schema, row.id);
  return named === null
    ? sqlTypeScript(type)
    : `Database["public"]["${named.kind}"][${JSON.stringify(named.name)}]["Row"]`;
}

function relationOf(
  { tables, views = [] }: TypedSchema,
  id: string | undefined,
): { readonly kind: "Tables" | "Views"; readonly name: string } | null {
  const table = tables.find((candidate) => candidate.id === id);
  if (table !== undefined) return { kind: "Tables", name: table.definition.name };
  const view = views.find((candidate) => candidate.id === id);
  return view === undefined ? null : { kind: "Views", name: view.name };
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
      return returns.isSet ? arrayOf(sqlTypeScript(returns.type)) : sqlTypeScript(returns.type);
    case "rows": {
      const columns = returns.columns.map(
        (column) => `${propertyKey(column.name)}: ${returnedType(schema, returns.of, column)}`,
      );
      const row = `{ ${columns.join("; ")} }`;
      return returns.isSet ? `${row}[]` : row;
    }
  }
}

/** Rows of a table are null where the table's are, those of a view anywhere; nothing is known of others. */
function returnedType(schema: TypedSchema, of: string | undefined, { name, type }: TypedName): string {
  const table = schema.tables.find(({ id }) => id === of);
  if (table === undefined) return of === undefined ? sqlTypeScript(type) : `${sqlTypeScript(type)} | null`;
  const shape = columnShapes(schema, table).find((column) => column.name === name);
  const own = shape?.type ?? sqlTypeScript(type);
  return shape?.isNullable === false ? own : `${own} | null`;
}
