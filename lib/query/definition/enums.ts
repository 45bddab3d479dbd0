import { randomUUID } from "node:crypto";
import type { Catalog, CatalogEnum, Change } from "../../catalog/types.ts";
import { names } from "../../expression/tree.ts";
import { compile, ident, literal, sql } from "../../sql/sql.ts";
import { Refused } from "../write/refused.ts";
import { usersOf } from "./find-objects.ts";
import type { FunctionTools } from "./function-tools.ts";
import { mentionChanges, type RenamedLabel } from "./label-mentions.ts";
import { type DefinitionInput, type DefinitionStep, nameOf, tableNamed } from "./step.ts";

/** `CREATE TYPE mood AS ENUM (…)` */
export function createEnum({ catalog, fields }: DefinitionInput): DefinitionStep {
  const name = nameOf(fields.typeName);
  if ((catalog.enums ?? []).some((own) => own.name === name) || tableNamed(catalog, name) !== undefined)
    throw new Refused("duplicateObject", `type "${name}" already exists`);
  const values = names(fields.vals);
  if (new Set(values).size < values.length)
    throw new Refused(
      "uniqueViolation",
      'duplicate key value violates unique constraint "pg_enum_typid_label_index"',
    );
  const own: CatalogEnum = { id: randomUUID(), name, values, uses: [] };
  return { command: "CREATE TYPE", changes: [], stored: [{ kind: "enum", enum: own }] };
}

/** `ALTER TYPE mood ADD VALUE 'x' [BEFORE | AFTER 'y']`, `RENAME VALUE` */
export async function alterEnum(
  { catalog, fields }: DefinitionInput,
  tools: FunctionTools,
): Promise<DefinitionStep> {
  const command = "ALTER TYPE";
  const name = nameOf(fields.typeName);
  const own = (catalog.enums ?? []).find((candidate) => candidate.name === name);
  if (own === undefined) throw new Refused("undefinedObject", `type "${name}" does not exist`);
  if (fields.oldVal !== undefined)
    return renamedValue(catalog, tools, { own, from: String(fields.oldVal), to: String(fields.newVal) });
  const value = String(fields.newVal);
  if (own.values.includes(value)) {
    if (fields.skipIfNewValExists === true)
      return { command, changes: [], notice: `enum label "${value}" already exists, skipping` };
    throw new Refused("duplicateObject", `enum label "${value}" already exists`);
  }
  const neighbor = fields.newValNeighbor;
  const at = neighbor === undefined ? own.values.length : own.values.indexOf(String(neighbor));
  if (at < 0)
    throw new Refused("invalidParameterValue", `"${String(neighbor)}" is not an existing enum label`);
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

/** The new value comes, rows get it, and the old one goes. */
async function renamedValue(
  catalog: Catalog,
  tools: FunctionTools,
  label: RenamedLabel,
): Promise<DefinitionStep> {
  const { own, from, to } = label;
  const at = own.values.indexOf(from);
  if (at < 0) throw new Refused("invalidParameterValue", `"${from}" is not an existing enum label`);
  if (own.values.includes(to)) throw new Refused("duplicateObject", `enum label "${to}" already exists`);
  const users = usersOf(catalog.tables, own);
  const withBoth = own.values.toSpliced(at, 0, to);
  const values = own.values.with(at, to);
  const filled = users.map(
    ({ table, column }) =>
      compile(
        sql`update ${ident(table)} set ${ident(column)} = ${literal(to)} where ${ident(column)} = ${literal(from)}`,
      ).text,
  );
  const set = (enum_values: readonly string[], { table, column }: (typeof users)[number]): Change => {
    const { default: value } = columnOf(catalog, table, column) ?? {};
    const isDefault = value === from ? { default: to } : {};
    return { kind: "alter_column", table, column, set: { enum_values, ...isDefault } };
  };
  const command = "ALTER TYPE";
  const { before, after } = await mentionChanges(catalog, tools, label);
  return {
    command,
    changes: [...before, ...users.map((user) => set(withBoth, user))],
    filled,
    next: {
      command,
      changes: [...users.map((user) => set(values, user)), ...after],
      stored: [{ kind: "enum", enum: { ...own, values } }],
    },
  };
}

function columnOf({ tables }: Catalog, table: string, column: string) {
  const found = tables.find(({ definition }) => definition.name === table);
  return found?.definition.columns.find(({ name }) => name === column);
}
