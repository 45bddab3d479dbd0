import { policyRoles } from "../access-types.ts";
import { columnTypes } from "../types.ts";
import { catalogLimits } from "./limits.ts";

/** JSON schemas (draft 7) of what enters: shapes only, names and relations between tables are checked afterwards. */

/** Longer than any valid name, so that a name that is somewhat too long gets its own message; bounds what is echoed. */
const name = { type: "string", maxLength: 1000 } as const;
const description = { type: "string", maxLength: catalogLimits.descriptionCharacters } as const;
const flag = { type: "boolean" } as const;
const onDelete = { type: "string", enum: ["cascade", "set null", "restrict"] } as const;
const columnType = { type: "string", enum: columnTypes } as const;
const names = { type: "array", items: name, maxItems: catalogLimits.columnsPerConstraint } as const;
const enumValues = { type: "array", items: { type: "string" }, maxItems: 1000 } as const;

const sqlType = { type: "string", maxLength: 100 } as const;
const expression = { type: "string", maxLength: 10_000 } as const;
const identity = { type: "string", enum: ["always", "by default"] } as const;

const touchTrigger = {
  type: "object",
  properties: { trigger: name, function: name },
  required: ["trigger", "function"],
  additionalProperties: false,
} as const;

const reference = {
  type: "object",
  properties: { table: name, column: name, on_delete: onDelete, on_update: onDelete },
  required: ["table", "column"],
  additionalProperties: false,
} as const;

const columnSchema = {
  type: "object",
  properties: {
    name,
    type: columnType,
    primary_key: flag,
    unique: flag,
    required: flag,
    default: {},
    indexed: flag,
    description,
    enum_values: enumValues,
    references: reference,
    sql_type: sqlType,
    default_expression: expression,
    generated: expression,
    identity,
    touched_by: touchTrigger,
    constraint_names: {
      type: "object",
      properties: { primary_key: name, unique: name, references: name, indexed: name },
      additionalProperties: false,
    },
  },
  required: ["name", "type"],
  additionalProperties: false,
} as const;

const constraintSchema = {
  type: "object",
  properties: {
    name,
    kind: { type: "string", enum: ["primary_key", "unique", "foreign_key", "check", "index"] },
    columns: names,
    references: {
      type: "object",
      properties: { table: name, columns: names, on_delete: onDelete, on_update: onDelete },
      required: ["table"],
      additionalProperties: false,
    },
    expression,
    directions: { type: "array", items: { type: "string", enum: ["asc", "desc"] }, maxItems: 32 },
    method: { type: "string", enum: ["search", "note"] },
    note: expression,
  },
  required: ["kind"],
  additionalProperties: false,
} as const;

const verb = { type: "string", enum: ["select", "insert", "update", "delete"] } as const;
const roles = {
  type: "array",
  items: { type: "string", enum: policyRoles },
  minItems: 1,
  maxItems: policyRoles.length,
} as const;
const condition = { type: "string", maxLength: 10_000 } as const;
const columnList = { type: "array", items: name, maxItems: catalogLimits.columnsPerTable } as const;
const privilege = { ...columnList, type: ["boolean", "array"] } as const;

const policySchema = {
  type: "object",
  properties: {
    name,
    command: { type: "string", enum: ["all", ...verb.enum] },
    roles,
    kind: { type: "string", enum: ["permissive", "restrictive"] },
    using: condition,
    check: condition,
  },
  required: ["name"],
  additionalProperties: false,
} as const;

const policySettings = {
  type: "object",
  properties: {
    name,
    roles,
    using: { ...condition, type: ["string", "null"] },
    check: { ...condition, type: ["string", "null"] },
  },
  additionalProperties: false,
} as const;

const roleGrants = {
  type: "object",
  properties: { select: privilege, insert: privilege, update: privilege, delete: flag },
  required: ["select", "insert", "update", "delete"],
  additionalProperties: false,
} as const;

const grantsSchema = {
  type: "object",
  properties: { anon: roleGrants, authenticated: roleGrants },
  additionalProperties: false,
} as const;

/** Of `grant` and `revoke`. */
const grantFields = {
  table: name,
  roles,
  privileges: { type: "array", items: verb, minItems: 1, maxItems: 4 },
  columns: { ...columnList, minItems: 1 },
} as const;

/** One table, as in `schemaJson`. */
export const tableSchema = {
  type: "object",
  properties: {
    name,
    description,
    columns: { type: "array", items: columnSchema },
    origin: { const: "sql" },
    constraints: { type: "array", items: constraintSchema, maxItems: catalogLimits.constraintsPerTable },
    policies: { type: "array", items: policySchema, maxItems: catalogLimits.policiesPerTable },
    grants: grantsSchema,
  },
  required: ["name", "columns"],
  additionalProperties: false,
} as const;

/** All tables of a database. */
export const schemaSchema = {
  type: "object",
  properties: { tables: { type: "array", items: tableSchema } },
  required: ["tables"],
  additionalProperties: false,
} as const;

const coordinate = { type: "number", minimum: -1_000_000, maximum: 1_000_000 } as const;
const position = {
  type: "object",
  properties: { x: coordinate, y: coordinate },
  required: ["x", "y"],
  additionalProperties: false,
} as const;

const columnSettings = {
  type: "object",
  properties: {
    type: columnType,
    required: flag,
    unique: flag,
    indexed: flag,
    default: {},
    description,
    enum_values: enumValues,
    references: { ...reference, type: ["object", "null"] },
    sql_type: { ...sqlType, type: ["string", "null"] },
    default_expression: { ...expression, type: ["string", "null"] },
    generated: { ...expression, type: ["string", "null"] },
    identity: { type: ["string", "null"], enum: ["always", "by default", null] },
    touched_by: { ...touchTrigger, type: ["object", "null"] },
  },
  additionalProperties: false,
} as const;

function change<
  const Kind extends string,
  const Fields extends object,
  const Required extends readonly string[],
>(kind: Kind, fields: Fields, required: Required) {
  return {
    type: "object",
    properties: { kind: { const: kind }, ...fields },
    required: ["kind", ...required],
    additionalProperties: false,
  } as const;
}

/** One step; `kind` says which fields it has. */
export const changeSchema = {
  type: "object",
  discriminator: { propertyName: "kind" },
  oneOf: [
    change("create_table", { table: tableSchema, position }, ["table"]),
    change("rename_table", { table: name, to: name }, ["table", "to"]),
    change("drop_table", { table: name, cascade: flag }, ["table"]),
    change("describe_table", { table: name, description }, ["table", "description"]),
    change("add_column", { table: name, column: columnSchema, after: name }, ["table", "column"]),
    change("rename_column", { table: name, column: name, to: name }, ["table", "column", "to"]),
    change("alter_column", { table: name, column: name, set: columnSettings }, ["table", "column", "set"]),
    change("move_column", { table: name, column: name, after: { ...name, type: ["string", "null"] } }, [
      "table",
      "column",
      "after",
    ]),
    change("drop_column", { table: name, column: name, cascade: flag }, ["table", "column"]),
    change("restore_table", { table: name }, ["table"]),
    change("restore_column", { table: name, column: name }, ["table", "column"]),
    change("add_constraint", { table: name, constraint: constraintSchema }, ["table", "constraint"]),
    change("drop_constraint", { table: name, name }, ["table", "name"]),
    change("create_policy", { table: name, policy: policySchema }, ["table", "policy"]),
    change("alter_policy", { table: name, name, set: policySettings }, ["table", "name", "set"]),
    change("drop_policy", { table: name, name }, ["table", "name"]),
    change("grant", grantFields, ["table", "roles", "privileges"]),
    change("revoke", grantFields, ["table", "roles", "privileges"]),
    change("move_table", { table: name, position }, ["table", "position"]),
  ],
} as const;
