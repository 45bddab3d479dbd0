import type { Column, Schema, Table } from "../../catalog/types.ts";

/** Tables as a model reads them best and shortest: one line a column. */
export function describeTables(schema: Schema): string {
  return schema.tables.length === 0 ? "(none)" : schema.tables.map(describeTable).join("\n\n");
}

function describeTable({ name, description, columns, constraints = [] }: Table): string {
  const head = description === undefined ? name : `${name}: ${oneLine(description)}`;
  const keys = constraints.map(
    (constraint) => `- ${constraint.kind} (${(constraint.columns ?? []).join(", ")})`,
  );
  return [head, ...columns.map(describeColumn), ...keys].join("\n");
}

function describeColumn(column: Column): string {
  const { references, enum_values, description } = column;
  const parts = [
    `- ${column.name} ${column.type}`,
    enum_values === undefined ? "" : `(${enum_values.map((value) => JSON.stringify(value)).join(", ")})`,
    column.primary_key === true ? "primary key" : column.required === true ? "required" : "",
    column.unique === true ? "unique" : "",
    column.default === undefined ? "" : `default ${JSON.stringify(column.default)}`,
    references === undefined ? "" : `references ${references.table}.${references.column}`,
    references?.on_delete === undefined ? "" : `on delete ${references.on_delete}`,
    description === undefined ? "" : `-- ${oneLine(description)}`,
  ];
  return parts.filter((part) => part !== "").join(" ");
}

const descriptionShown = 120;

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").slice(0, descriptionShown);
}
