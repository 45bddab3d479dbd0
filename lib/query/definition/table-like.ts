import type { CatalogTable, Column, Constraint } from "../../catalog/types.ts";
import type { TreeFields } from "../../expression/tree.ts";
import { type DefinitionInput, existingTable } from "./step.ts";

/** What `LIKE posts INCLUDING …` copies. */
export interface Copied {
  readonly columns: readonly Column[];
  readonly constraints: readonly Constraint[];
}

/** The options in the order of their bits. */
const options = [
  "comments",
  "compression",
  "constraints",
  "defaults",
  "generated",
  "identity",
  "indexes",
] as const;

/** @see https://www.postgresql.org/docs/current/sql-createtable.html `LIKE`: foreign keys are never copied. */
export function tableLike({ catalog }: Pick<DefinitionInput, "catalog">, clause: TreeFields): Copied {
  const table = existingTable(catalog, clause.relation as TreeFields);
  const mask = Number(clause.options ?? 0);
  const includes = (option: (typeof options)[number]) => (mask & (1 << options.indexOf(option))) !== 0;
  const columns = table.definition.columns
    .filter(({ name }) => table.storage.columns[name]?.place !== "secret")
    .map((column) => copiedColumn(column, includes));
  return { columns, constraints: copiedConstraints(table, includes) };
}

type Includes = (option: (typeof options)[number]) => boolean;

function copiedColumn(column: Column, includes: Includes): Column {
  const { name, type, sql_type, enum_values, primary_key, required } = column;
  const isRequired = required === true || primary_key === true;
  return {
    ...{ name, type },
    ...(sql_type === undefined ? {} : { sql_type }),
    ...(enum_values === undefined ? {} : { enum_values }),
    ...(isRequired ? { required: true } : {}),
    ...(includes("defaults") ? pick(column, ["default", "default_expression"]) : {}),
    ...(includes("generated") ? pick(column, ["generated"]) : {}),
    ...(includes("identity") ? pick(column, ["identity"]) : {}),
    ...(includes("comments") ? pick(column, ["description"]) : {}),
    ...(includes("indexes") ? pick(column, ["primary_key", "unique", "indexed"]) : {}),
  };
}

function pick(column: Column, keys: readonly (keyof Column)[]): Partial<Column> {
  return Object.fromEntries(keys.flatMap((key) => (column[key] === undefined ? [] : [[key, column[key]]])));
}

/** Keys and indexes get names of their own; checks keep theirs. */
function copiedConstraints({ definition }: CatalogTable, includes: Includes): readonly Constraint[] {
  return (definition.constraints ?? []).flatMap((constraint): Constraint[] => {
    if (constraint.kind === "check") return includes("constraints") ? [constraint] : [];
    if (constraint.kind === "foreign_key" || !includes("indexes")) return [];
    const { name: _, ...unnamed } = constraint;
    return [unnamed];
  });
}
