import { formatColumn } from "#lib/catalog/codegen/format-column.ts";
import type { Column, Table } from "#lib/catalog/types.ts";

/** As far as the page reads the OpenAPI document. */
export interface ApiDocument {
  readonly paths: { readonly [path: string]: { readonly [method: string]: DocumentedOperation } };
  readonly components: { readonly schemas: { readonly [key: string]: DocumentedRelation } };
}

interface DocumentedOperation {
  readonly summary?: string;
  readonly description?: string;
  readonly requestBody?: {
    readonly content: { readonly "application/json": { readonly schema: DocumentedBody } };
  };
}

/** A function's arguments, or those of each function of its name; a row, or several. */
type DocumentedBody = Partial<DocumentedObject> & { readonly oneOf?: readonly Partial<DocumentedObject>[] };

export interface DocumentedObject {
  readonly description?: string;
  readonly properties: { readonly [name: string]: DocumentedValue };
  readonly required: readonly string[];
}

/** A row of a table or view, whose name is the title. */
interface DocumentedRelation extends DocumentedObject {
  readonly title: string;
}

export interface DocumentedValue {
  readonly "x-postgres-type": string;
  readonly description?: string;
  readonly enum?: readonly string[];
}

/** A function by its name, with the arguments that one call takes. */
export interface DocumentedCall {
  readonly name: string;
  /** What is said of it. */
  readonly words: string | null;
  readonly arguments: DocumentedObject;
}

const callPath = "/rpc/";

/** Each function; one for each way to call it where several have one name. */
export function callsOf({ paths }: ApiDocument): readonly DocumentedCall[] {
  return Object.entries(paths).flatMap(([path, { post }]) => {
    if (!path.startsWith(callPath)) return [];
    const body = post?.requestBody?.content["application/json"].schema ?? {};
    return (body.oneOf ?? [body]).map(({ properties = {}, required = [] }) => ({
      name: path.slice(callPath.length),
      words: post?.summary === undefined ? null : [post.summary, post.description ?? ""].join("\n").trim(),
      arguments: { properties, required },
    }));
  });
}

/** The rows of a table or view. */
export function rowOf(
  { components: { schemas } }: ApiDocument,
  relation: string,
): DocumentedObject | undefined {
  return Object.values(schemas).find(({ title }) => title === relation);
}

/** What is read like a table and is none: a view, in a table's form, with what a new row of it must have. */
export function viewsOf(
  { components: { schemas }, paths }: ApiDocument,
  tables: readonly Table[],
): readonly Table[] {
  const known = new Set(tables.map(({ name }) => name));
  return Object.values(schemas)
    .filter(({ title }) => !known.has(title))
    .map(({ title: name, properties }) => {
      const body = paths[`/${name}`]?.post?.requestBody?.content["application/json"].schema;
      const needed = body?.oneOf?.[0]?.required ?? [];
      const columns = Object.entries(properties).map(([column, value]) => ({
        ...columnOf(column, value),
        required: needed.includes(column),
      }));
      return { name, columns };
    });
}

export function columnOf(
  name: string,
  { "x-postgres-type": format, enum: choices }: DocumentedValue,
): Column {
  return choices === undefined ? formatColumn(name, format) : { name, type: "enum", enum_values: choices };
}
