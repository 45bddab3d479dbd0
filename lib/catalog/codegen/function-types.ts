import { schemaOfFunction } from "../function-schema.ts";
import { isOfTriggers } from "../stored-objects.ts";
import type { CatalogFunction, FunctionArgument, ReturnedColumn } from "../types.ts";
import { arrayOf, propertyKey, sqlTypeScript, type TypedSchema } from "./column-type.ts";
import { docComment } from "./doc-comment.ts";
import { columnShapes } from "./table-shape.ts";

/** The functions of a schema, those of one name as a choice. */
export function functionLines(schema: TypedSchema): readonly string[] {
  // A trigger's function is called by nobody, and one of another schema not by an app.
  const functions = (schema.functions ?? []).filter(
    (called) => !isOfTriggers(called) && schemaOfFunction(called.name) === null,
  );
  const names = [...new Set(functions.map(({ name }) => name))].sort();
  return names.flatMap((name) => {
    const named = functions.filter((each) => each.name === name);
    const overloads = named.map((each) => signature(schema, each));
    const words = named.flatMap(({ description = [] }) => description).join("\n");
    return [...docComment(words), `${propertyKey(name)}: ${overloads.join(" | ")}`];
  });
}

/** What functions of one row give, as columns of the row. */
export function computedLines(schema: TypedSchema, id: string): readonly string[] {
  return (schema.functions ?? []).flatMap(({ name, description, arguments: args, returns }) => {
    const isOfRow = args.length === 1 && args[0]?.row?.id === id;
    if (!isOfRow || returns.kind !== "value" || returns.isSet) return [];
    return [...docComment(description), `${propertyKey(name)}: ${valueType(schema, returns)} | null`];
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

/** The type of a value; of an enum by its name. */
function valueType(
  { enums = [] }: TypedSchema,
  { type, labels }: { readonly type: string; readonly labels?: string },
): string {
  const named = labels === undefined ? undefined : enums.find(({ id }) => id === labels);
  return named === undefined
    ? sqlTypeScript(type)
    : `Database["public"]["Enums"][${JSON.stringify(named.name)}]`;
}

function argumentType(schema: TypedSchema, argument: FunctionArgument): string {
  const named = argument.row === undefined ? null : relationOf(schema, argument.row.id);
  return named === null
    ? valueType(schema, argument)
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
      return returns.isSet ? arrayOf(valueType(schema, returns)) : valueType(schema, returns);
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
function returnedType(schema: TypedSchema, of: string | undefined, column: ReturnedColumn): string {
  const table = schema.tables.find(({ id }) => id === of);
  const type = valueType(schema, column);
  if (table === undefined) return of === undefined ? type : `${type} | null`;
  const shape = columnShapes(schema, table).find(({ name }) => name === column.name);
  const own = shape?.type ?? type;
  return shape?.isNullable === false ? own : `${own} | null`;
}
