import type { BoundExpression } from "../../catalog/bound-expression.ts";
import { allGrants, isPermissive, policiesFor } from "../../catalog/normalize-access.ts";
import { constantMeaning } from "../../catalog/rules/condition-meaning.ts";
import type {
  Catalog,
  CatalogFunction,
  CatalogTable,
  Policy,
  RoleGrants,
  TableVerb,
} from "../../catalog/types.ts";
import { AppError } from "../../errors/app-error.ts";
import { ident, join, keyword, type Sql, sql } from "../../sql/sql.ts";
import { readableColumns } from "../column-sql.ts";
import { withCallsMade } from "../embedded-calls.ts";
import { relationSelect } from "../relation.ts";
import { callsWithin } from "../stored-view.ts";
import type { TableReader } from "../table-reader.ts";
import type { WriteAccess } from "../write/request.ts";
import type { Access, Caller } from "./access-types.ts";
import { isCalm } from "./calm-text.ts";
import { type Barrier, type Rule, ruleExpression } from "./restrict.ts";

/**
 * The caller's access to a table; undefined when nothing binds it.
 *
 * @param path the tables whose rules are being compiled around this one.
 */
export function accessOf(
  catalog: Catalog,
  table: CatalogTable,
  caller: Caller,
  path: readonly string[] = [],
): Access | undefined {
  const { apiRole, keyScopes } = caller;
  if (apiRole === null || (apiRole === "service_role" && keyScopes === null)) return undefined;
  const grants = grantsOf(table, apiRole);
  const isInScope = (verb: TableVerb) => keyScopes === null || keyVerbs(keyScopes, table).includes(verb);
  const may: Access["may"] = (verb, column) => {
    const granted = grants[verb];
    if (!isInScope(verb) || granted === false) return false;
    return granted === true || column === undefined || granted.includes(column);
  };
  const rules = { catalog, table, role: apiRole, path };
  return {
    role: apiRole,
    readable: readableColumns(table).filter(({ name }) => may("select", name)),
    may,
    demand(verb, columns = []) {
      if (may(verb) && columns.every((column) => may(verb, column))) return;
      throw new AppError("42501", `permission denied for table ${table.definition.name}`, { status: 403 });
    },
    using: (verb) => usingOf(rules, verb),
    check: (verb) => checkOf(rules, verb),
    read: readerFor(catalog, caller, path),
  };
}

/** What a limited key may do with a table. */
export function keyVerbs(
  { tables }: NonNullable<Caller["keyScopes"]>,
  { id }: CatalogTable,
): readonly TableVerb[] {
  return (Object.hasOwn(tables, id) ? tables[id] : undefined) ?? [];
}

/**
 * What the writer has to hold up; undefined when nothing binds the caller.
 *
 * @param isSeen whether the statement reads the row: it has a filter, or returns what it wrote. What cannot be read can
 * then be neither changed nor written, as in Postgres.
 */
export function writeAccess(
  access: Access | undefined,
  verb: "insert" | "update" | "delete" | "upsert",
  isSeen: boolean,
): WriteAccess | undefined {
  if (access === undefined) return undefined;
  const expression = (rule: Rule | null) => (rule === null ? null : ruleExpression(rule));
  const using = verb === "insert" ? null : access.using(verb === "delete" ? "delete" : "update");
  const check = verb === "delete" ? null : access.check(verb === "update" ? "update" : "insert");
  return {
    using: expression(using),
    check: expression(check),
    select: isSeen ? expression(access.using("select")) : null,
    read: access.read,
    ...(verb === "upsert" ? { changed: expression(access.check("update")) } : {}),
  };
}

function readerFor(catalog: Catalog, caller: Caller, path: readonly string[]): TableReader {
  const access = (table: CatalogTable) => accessOf(catalog, table, caller, path);
  return Object.assign((_: Catalog, table: CatalogTable) => relationSelect(catalog, table, access(table)), {
    columns: (table: CatalogTable) => access(table)?.readable ?? readableColumns(table),
    demandCall: (called: CatalogFunction) => demandCall(called, caller.apiRole),
  });
}

interface Rules {
  readonly catalog: Catalog;
  readonly table: CatalogTable;
  readonly role: NonNullable<Caller["apiRole"]>;
  readonly path: readonly string[];
}

function grantsOf({ definition }: CatalogTable, role: Rules["role"]): RoleGrants {
  return role === "service_role" ? allGrants : (definition.grants?.[role] ?? allGrants);
}

function usingOf(rules: Rules, verb: "select" | "update" | "delete"): Rule | null {
  return ruleOf(rules, verb, ({ using }) => using);
}

function checkOf(rules: Rules, verb: "insert" | "update"): Rule | null {
  return ruleOf(rules, verb, ({ using, check }) => check ?? using);
}

function ruleOf(
  rules: Rules,
  verb: TableVerb,
  expressionOf: (bound: {
    readonly using?: BoundExpression;
    readonly check?: BoundExpression;
  }) => BoundExpression | undefined,
): Rule | null {
  const { role, table } = rules;
  if (role === "service_role") return null;
  const asked = policiesFor(table.definition.policies, verb, role);
  const bound = (policies: readonly Policy[]) =>
    policies.flatMap((policy) => boundExpression(table, policy, expressionOf) ?? []);
  const conditions = settled(
    bound(asked.filter(isPermissive)),
    bound(asked.filter((one) => !isPermissive(one))),
  );
  if (conditions === null) return { relations: [], condition: keyword("false") };
  const { permissive, restrictive } = conditions;
  const barrier = barrierWithin(rules, [...permissive, ...restrictive]);
  const conditionSql = conditionFor(rules, verb, barrier);
  const anyOf = permissive.length === 0 ? keyword("true") : join(permissive.map(conditionSql), " or ");
  return {
    relations: relationsOf(rules, verb, [...permissive, ...restrictive], barrier),
    condition: sql`(${join([sql`(${anyOf})`, ...restrictive.map(conditionSql)], " and ")})`,
  };
}

interface Conditions {
  /** None: all rows. */
  readonly permissive: readonly BoundExpression[];
  readonly restrictive: readonly BoundExpression[];
}

/**
 * The conditions that decide: beside a rule that says `true` the others of its kind are not asked, nor what they read. Postgres does
 * the same before it looks at rights, so that a column which was taken away refuses nobody whom another rule lets in.
 *
 * @returns null if no row can meet them.
 */
function settled(
  permissive: readonly BoundExpression[],
  restrictive: readonly BoundExpression[],
): Conditions | null {
  const says = (kind: "always" | "never") => (one: BoundExpression) => constantMeaning(one.text) === kind;
  if (permissive.every(says("never")) || restrictive.some(says("never"))) return null;
  return {
    permissive: permissive.some(says("always")) ? [] : permissive,
    restrictive: restrictive.filter((one) => !says("always")(one)),
  };
}

/** @throws {RangeError} if the definition has an expression that was never bound: it must not count as none. */
function boundExpression(
  { definition, storage, id }: CatalogTable,
  policy: Policy,
  expressionOf: Parameters<typeof ruleOf>[2],
): BoundExpression | undefined {
  const bound = storage.policies?.[policy.name];
  const isBound =
    (policy.using === undefined || bound?.using !== undefined) &&
    (policy.check === undefined || bound?.check !== undefined);
  if (!isBound) throw new RangeError(`policy ${policy.name} of ${definition.name} (${id}) is not bound`);
  return expressionOf(bound ?? {});
}

/** The conditions of a rule as they run; what the functions in them read, they read as the caller. */
function conditionFor(rules: Rules, verb: TableVerb, barrier: Barrier): (bound: BoundExpression) => Sql {
  const { catalog, role } = rules;
  const access = (table: CatalogTable) => accessWithin(rules, verb, table);
  const read: TableReader = Object.assign(
    (_: Catalog, table: CatalogTable) => relationSelect(catalog, table, access(table), barrier),
    {
      columns: (table: CatalogTable) => access(table)?.readable ?? readableColumns(table),
      demandCall: (called: CatalogFunction) => demandCall(called, role),
    },
  );
  const selectOf = callsWithin(catalog, read);
  // The line break ends a comment that the text may end in. It was guarded, and parsed as one expression, when it was defined.
  return ({ text, calls }) => sql`(${keyword(withCallsMade(text, calls, selectOf))}\n)`;
}

/** @throws {AppError} 42501 unless the role may call the function. */
export function demandCall({ name, closedTo }: CatalogFunction, role: Caller["apiRole"]): void {
  if (closedTo?.some((closed) => closed === role) !== true) return;
  throw new AppError("42501", `permission denied for function ${name}`, { status: 403 });
}

/** Whether conditions may mix with the rules of the tables that they read: a row's values may come from who asks. */
function barrierWithin({ catalog }: Rules, bound: readonly BoundExpression[]): Barrier {
  return bound.every((one) => isCalm(catalog, one)) ? "soft" : "hard";
}

/** As in Postgres, a rule reads other tables as the caller, subject to their own rules. */
function relationsOf(
  rules: Rules,
  verb: TableVerb,
  bound: readonly BoundExpression[],
  barrier: Barrier,
): readonly Sql[] {
  const { catalog } = rules;
  const names = [...new Set(bound.flatMap(({ tables }) => tables))];
  return names.map((name) => {
    const read = catalog.tables.find(({ definition }) => definition.name === name);
    if (read === undefined)
      throw new RangeError(`a rule of ${rules.table.definition.name} reads ${name}, which is gone`);
    const access = accessWithin(rules, verb, read);
    return sql`${ident(name)} as not materialized (${relationSelect(catalog, read, access, barrier)})`;
  });
}

/** The caller's access to a table that a rule reads. @throws {AppError} 42P17 if that rule is around it already. */
function accessWithin(
  { catalog, table, role, path }: Rules,
  verb: TableVerb,
  read: CatalogTable,
): Access | undefined {
  const { name } = read.definition;
  if (path.includes(name) || path.length > depthMax) throw recursion(name);
  // Only what reading a table asks for can come round to itself: a check may read its own table.
  const around = verb === "select" ? [...path, table.definition.name] : path;
  // The key's scopes are a matter of the door, not of the rules behind it.
  return accessOf(catalog, read, { apiRole: role, keyScopes: null }, around);
}

/** Longer chains of rules that read rules are no use to anybody. */
const depthMax = 16;

function recursion(table: string): AppError {
  return new AppError("42P17", `infinite recursion detected in policy for relation "${table}"`, {
    status: 422,
    hint: "A rule that reads a table cannot be read by that table's own rule in turn.",
  });
}
