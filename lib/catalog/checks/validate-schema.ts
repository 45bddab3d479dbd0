import { Ajv, type ValidateFunction } from "ajv";
import type { Issue } from "#lib/errors/app-error.ts";
import type { Change, Schema, Table } from "../types.ts";
import { ajvIssue } from "./ajv-messages.ts";
import { catalogLimits } from "./limits.ts";
import { changeSchema, schemaSchema, tableSchema } from "./table-schema.ts";

/**
 * The shape of definitions that come from outside. Server only: Ajv compiles with `new Function`, which the pages'
 * content security policy forbids. Names, types and references are checked afterwards, by `checkSchema`.
 */

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly issues: readonly Issue[] };

// verbose: the messages need the given value and the schema around it.
const ajv = new Ajv({
  allErrors: true,
  strict: true,
  allowUnionTypes: true,
  discriminator: true,
  verbose: true,
});

// The schemas are kept in step with the types by hand, and by a test that walks every kind of change.
const isTable = ajv.compile<Table>(tableSchema);
const isSchema = ajv.compile<Schema>(schemaSchema);
const areChanges = ajv.compile<readonly Change[]>({
  type: "array",
  items: changeSchema,
  maxItems: catalogLimits.changesAtOnce,
});

/** @returns issues at JSON pointers into the table. */
export function parseTable(input: unknown): Parsed<Table> {
  return parse(isTable, input);
}

/** @returns issues at JSON pointers into the schema: `/tables/0/columns/2/type`. */
export function parseSchema(input: unknown): Parsed<Schema> {
  return parse(isSchema, input);
}

/** @returns issues at JSON pointers into the list: `/2/column/type`. */
export function parseChanges(input: unknown): Parsed<readonly Change[]> {
  return parse(areChanges, input);
}

function parse<T>(validate: ValidateFunction<T>, input: unknown): Parsed<T> {
  if (validate(input)) return { ok: true, value: input };
  const errors = (validate.errors ?? []).slice(0, catalogLimits.issuesReported);
  return { ok: false, issues: errors.flatMap((error) => ajvIssue(error) ?? []) };
}
