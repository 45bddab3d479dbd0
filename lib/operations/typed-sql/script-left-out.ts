import type { Catalog } from "../../catalog/types.ts";
import type { AppError } from "../../errors/app-error.ts";
import { asList, names, type TreeFields, type TreeNode, unwrap } from "../../expression/tree.ts";

/** What a script that goes on has left out, by name: a later statement that needs it is left out as well. */
export type LeftOut = Map<string, { readonly line: number; readonly isTable?: boolean }>;

/** The names of what a statement would have made. */
export function madeBy({ kind, fields }: TreeNode): readonly string[] {
  switch (kind) {
    case "CreateStmt":
      return [relationOf(fields.relation)];
    case "ViewStmt":
      return [relationOf(fields.view)];
    case "CreateTableAsStmt":
      return [relationOf((fields.into as TreeFields | undefined)?.rel)];
    case "CreateSeqStmt":
      return [relationOf(fields.sequence)];
    case "CreateEnumStmt":
    case "CreateRangeStmt":
      return names(fields.typeName).slice(-1);
    case "CreateDomainStmt":
      return names(fields.domainname).slice(-1);
    case "CompositeTypeStmt":
      return [relationOf(fields.typevar)];
    case "CreateFunctionStmt":
      return names(fields.funcname).slice(-1);
    case "IndexStmt":
      return fields.idxname === undefined ? [] : [String(fields.idxname)];
    case "CreatePolicyStmt":
      return [String(fields.policy_name)];
    case "CreateTrigStmt":
      return [String(fields.trigname)];
    case "AlterTableStmt":
      return asList(fields.cmds).flatMap(addedColumn);
    default:
      return [];
  }
}

function relationOf(relation: unknown): string {
  return String((relation as TreeFields | undefined)?.relname ?? "");
}

function addedColumn(item: unknown): readonly string[] {
  const command = unwrap(item)?.fields;
  const { colname, conname } = unwrap(command?.def)?.fields ?? {};
  const made = { AT_AddColumn: colname, AT_AddConstraint: conname }[String(command?.subtype)];
  return made === undefined ? [] : [String(made)];
}

/**
 * A statement about a table that was left out while another has its name: what was meant for the one is not done to the
 * other. A reference to it is taken for one to the other.
 */
export function aboutLeftOut(
  leftOut: LeftOut,
  { tables }: Catalog,
  { kind, fields }: TreeNode,
): { name: string; line: number } | null {
  for (const [name, { line, isTable }] of leftOut) {
    if (isTable !== true || !tables.some(({ definition }) => definition.name === name)) continue;
    const target = (fields.relation ?? fields.table) as TreeFields | undefined;
    const isTarget = target?.relname === name && target.schemaname !== "auth";
    const isGranted =
      kind === "GrantStmt" &&
      JSON.stringify(fields.objects ?? []).includes(`"relname":${JSON.stringify(name)}`);
    if (isTarget || isGranted) return { name, line };
  }
  return null;
}

/** The line of the statement that was left out and that this one needs: what Postgres cannot find has its name. */
export function neededOf(
  leftOut: LeftOut,
  { code, message }: AppError,
): { name: string; line: number } | null {
  if (!missing.has(code)) return null;
  for (const [name, { line }] of leftOut) {
    if (name !== "" && isNamed(name, message)) return { name, line };
  }
  return null;
}

/** Names stand in quotes, in front of a bracket, or behind a dot: a table called "a" is not the article. */
function isNamed(name: string, message: string): boolean {
  const own = escaped(name);
  return new RegExp(`"${own}"|[.]${own}(?![\\w$])|(?<![\\w$])${own}\\(`).test(message);
}

/** undefined_table, undefined_column, undefined_object, undefined_function, and their like. */
const missing: ReadonlySet<string> = new Set(["42P01", "42703", "42704", "42883", "42P16", "42P10"]);

export function missesName(code: string | undefined): boolean {
  return code !== undefined && missing.has(code);
}

function escaped(name: string): string {
  return name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Whether a statement is about a schema that is none of a database's: `storage.buckets`, `auth.users`, `cron.job`. */
export function namesOtherSchema({ fields }: TreeNode): boolean {
  return /"(?:schemaname|catalogname)":"(?!public"|pg_catalog")/.test(JSON.stringify(fields));
}
