import { namedConstraints } from "../../catalog/table-constraints.ts";
import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import type { PlanNode } from "./plan-node.ts";

/** A table that a node reads or writes, and what texts call its rows. */
export interface NamedTable {
  readonly table: CatalogTable;
  readonly shown: string;
}

/** The table whose id stands in the node's conditions. */
export function tableOfNode(catalog: Catalog, node: PlanNode): CatalogTable | undefined {
  if (node["Relation Name"] !== "project_data" && node["Index Name"] === undefined) return undefined;
  const texts = Object.values(node).filter((value) => typeof value === "string");
  return catalog.tables.find(({ id }) => texts.some((text) => text.includes(id)));
}

/** `project_data_t1_idx` as the index of the column whose slot it is. */
export function indexName(table: CatalogTable, name: string): string {
  const slot = /^project_data_(\w+?)_(?:idx|key)$/.exec(name)?.[1] ?? "id";
  const several = [...Object.entries(table.storage.keys), ...Object.entries(table.storage.indexes ?? {})];
  const own = several.find(([, of]) => of === slot)?.[0];
  if (own !== undefined) return own;
  const column = columnOfSlot(table, slot);
  const having = namedConstraints(table.definition).filter(
    ({ constraint: { columns = [], kind } }) =>
      column !== undefined && kind !== "check" && columns.includes(column),
  );
  // The index of the column alone; else one over several columns, by which the column has its slot.
  const named =
    having.find(({ constraint: { columns = [], kind } }) => columns.length === 1 && kind !== "foreign_key") ??
    having.find(({ constraint: { kind } }) => kind === "index") ??
    having[0];
  return named?.name ?? `${table.definition.name}_pkey`;
}

function columnOfSlot(table: CatalogTable, slot: string): string | undefined {
  return Object.entries(table.storage.columns).find(
    ([, { index, unique, reference, place }]) =>
      index === slot || unique === slot || reference === slot || place === slot,
  )?.[0];
}

const uuid = "'[0-9a-f-]{36}'::uuid";
const ours = String.raw`(?:(?:"?[\w$]+"?\.)?"?\$?(?:project_id|table_id)"?|(?:app\.)?(?:writable_)?project_id\(\)|\(InitPlan \d+\)\.col\d+)`;
const tenant = new RegExp(
  [
    String.raw`\((?:${ours} = (?:${uuid}|${ours})|${uuid} = (?:${ours}|${uuid}))\)`,
    // Says that the value is there, for partial indexes.
    String.raw`\((\(?[\w."$]+\)?) OPERATOR\(app\.==\) \1\)`,
  ].join("|"),
  "g",
);

/** What a text must not hold outside of its literals when all names of ours should be gone. */
const leftOver = /project_data|rowhouse|\bapp\.|\btable_id\b|\bproject_id\b|\$(?!\d+\b)/;

/**
 * A condition or an expression in the names of the tables; undefined when it speaks of nothing but whose rows these are,
 * or of how they are stored.
 */
export function virtualText(
  tables: ReadonlyMap<string, NamedTable>,
  own: CatalogTable | undefined,
  text: string,
): string | undefined {
  let told = text.replaceAll(tenant, "(true)");
  for (let before = ""; before !== told; ) {
    before = told;
    told = told.replaceAll(/\(true\) AND | AND \(true\)/g, "").replaceAll("((true))", "(true)");
  }
  for (const [alias, { table, shown }] of tables)
    told = withColumns(told, table, `"?${escaped(alias)}"?\\.`, `${shown}.`);
  if (own !== undefined) told = withColumns(told, own, "", "");
  told = told
    .replaceAll(/\bapp\.text_array\(((?:\w+\.)?\w+)\)/g, "$1")
    // A column needs no brackets around it.
    .replaceAll(/(?<![\w"])\(((?:\w+\.)?[a-z_]\w*)\)(?!::)/g, (whole, name: string) =>
      /^(?:true|false|null)$/i.test(name) ? whole : name,
    );
  told = told.replaceAll(/^\(\((.*)\)\)$/g, (whole, inside: string) =>
    isBalanced(inside) ? `(${inside})` : whole,
  );
  const speaksOfOurs = leftOver.test(told.replaceAll(/'(?:[^']|'')*'/g, "''"));
  return told === "(true)" || told === "true" || speaksOfOurs ? undefined : told;
}

/** Whether no bracket closes that was not opened: `(a) AND (b` is not. */
function isBalanced(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    depth += character === "(" ? 1 : character === ")" ? -1 : 0;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** Slots and keys of the stored row as the columns that they hold. */
function withColumns(text: string, table: CatalogTable, prefix: string, shown: string): string {
  let told = text;
  for (const [column, { key, place, index, unique, reference }] of Object.entries(table.storage.columns)) {
    const data = String.raw`${prefix}"?\$?data"?`;
    const name = `'${escaped(key)}'::text`;
    // With the default where the row is older than the column.
    const object = String.raw`(?:${data}|CASE WHEN \(${data} \? ${name}\) THEN ${data} ELSE '(?:[^']|'')*'::jsonb END)`;
    const stored = String.raw`\(${object} ->>? ${name}\)`;
    const cast = String.raw`\(${stored}\)::[a-z]\w*(?: [a-z]+)*(?:\(\d+(?:,\d+)?\))?(?:\[\])?`;
    told = told.replaceAll(new RegExp(`${cast}|${stored}`, "g"), () => `${shown}${column}`);
    for (const slot of [index, unique, reference, place === "data" ? undefined : place]) {
      if (slot !== undefined)
        told = told.replaceAll(
          new RegExp(String.raw`(?<![\w.$"'])${prefix}"?\$?${slot}"?(?![\w'])`, "g"),
          () => `${shown}${column}`,
        );
    }
  }
  return told;
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}
