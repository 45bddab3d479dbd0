import type { Catalog, CatalogDomain, Column, Constraint } from "../../catalog/types.ts";
import { asList, names, type TreeFields } from "../../expression/tree.ts";
import { quoted } from "../text/statement-names.ts";
import { tokens } from "../text/tokens.ts";
import { Refused } from "../write/refused.ts";
import { type DefinitionStep, unsupported } from "./step.ts";

/** The domain that a `TypeName` names. */
export function domainNamed({ domains = [] }: Catalog, typeName: TreeFields): CatalogDomain | undefined {
  const path = names(typeName.names);
  if (path.length > 2 || (path.length === 2 && path[0] !== "public")) return undefined;
  return domains.find(({ name }) => name === path.at(-1));
}

/** The same of a column, which is no array of it. */
export function columnDomain(catalog: Catalog, typeName: TreeFields): CatalogDomain | undefined {
  const domain = domainNamed(catalog, typeName);
  if (domain !== undefined && asList(typeName.arrayBounds).length > 0)
    throw unsupported("An array of a domain", Number(typeName.location ?? 0), "Name the type itself.");
  return domain;
}

/** What a column is by being typed with a domain. */
export function ofDomain(
  { type, sql_type: sqlType, required, checks, default: value }: CatalogDomain,
  column: string,
  hasDefault: boolean,
): {
  readonly type: Pick<Column, "type" | "sql_type">;
  readonly flags: Partial<Column>;
  readonly constraints: readonly Constraint[];
} {
  return {
    type: { type, ...(sqlType === undefined ? {} : { sql_type: sqlType }) },
    flags: {
      ...(required === true ? { required: true } : {}),
      ...(value === undefined || hasDefault ? {} : { default_expression: value }),
    },
    constraints: checks.map((check) => ({
      kind: "check",
      columns: [column],
      expression: withValue(check, quoted(column)),
    })),
  };
}

/** The condition with a column's name for VALUE. */
function withValue(check: string, column: string): string {
  let text = "";
  let done = 0;
  for (const { kind, start, end } of tokens(check)) {
    if (kind !== "word" || !/^value$/i.test(check.slice(start, end))) continue;
    text += check.slice(done, start) + column;
    done = end;
  }
  return text + check.slice(done);
}

/** Columns that were typed with it keep what they got from it. */
export function dropDomain(
  { domains = [] }: Catalog,
  name: string,
  isMissingOk: boolean,
): Omit<DefinitionStep, "command"> {
  const found = domains.find((own) => own.name === name);
  if (found !== undefined)
    return {
      changes: [],
      stored: [{ kind: "drop", id: found.id }],
      notice: "columns that were typed with it keep its type and checks",
    };
  if (isMissingOk) return { changes: [], notice: `type "${name}" does not exist, skipping` };
  throw new Refused("undefinedObject", `type "${name}" does not exist`);
}
