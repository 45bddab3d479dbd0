import type { BoundExpression } from "../../catalog/bound-expression.ts";
import type { BoundPolicy, Catalog, CatalogTable, Change, Policy } from "../../catalog/types.ts";
import { isSameJson } from "../../catalog/values/same-json.ts";
import type { Transaction } from "../../db/database.ts";
import { accessOf } from "../../engine/access/access.ts";
import type { SchemaPlan } from "../../engine/evolve/plan-schema.ts";
import { verifyCondition } from "../../engine/evolve/verify-condition.ts";
import { AppError, isAppError } from "../../errors/app-error.ts";
import { sqlstateOf } from "../../errors/sqlstate.ts";
import { bindCondition } from "../../query/bind-condition.ts";
import type { SqlParser } from "../../query/parser/sql-parser.ts";
import { isOfRules } from "../rules/rule-warnings.ts";

/**
 * The plan with the rules of all its tables ready to run. Each rule that a change could touch is guarded, bound and
 * checked by Postgres against the new definitions: a rule that no longer works stops the change, it never falls silent.
 *
 * @throws {AppError} what Postgres says of an expression, at the change that brings it; RH203 if a change takes away
 * what a rule needs; 42P17 if rules read each other in a circle.
 */
export async function bindRules(
  parser: () => SqlParser,
  tx: Transaction,
  { before, plan, changes }: { before: Catalog; plan: SchemaPlan; changes: readonly Change[] },
): Promise<SchemaPlan> {
  if (plan.after.tables.every(({ definition }) => definition.policies === undefined)) return plan;
  const touched = touchedTables(plan);
  const bound = new Map<string, CatalogTable>();
  const task = { catalog: plan.after, changes };
  for (const table of plan.after.tables) {
    const old = before.tables.find(({ id }) => id === table.id);
    const policies = isStanding(table, old, touched)
      ? old?.storage.policies
      : await bindTable(parser(), tx, task, { table, standing: standingRules(table, old, touched) });
    if (policies !== undefined) bound.set(table.id, { ...table, storage: { ...table.storage, policies } });
  }
  const after = (table: CatalogTable) => bound.get(table.id) ?? table;
  const catalog = { ...plan.after, tables: plan.after.tables.map(after) };
  refuseCircles(catalog, changes);
  return {
    ...plan,
    after: catalog,
    created: plan.created.map(after),
    changed: [
      ...plan.changed.map((pair) => ({ ...pair, after: after(pair.after) })),
      ...rebound(before, plan, bound),
    ],
    restored: plan.restored.map((pair) => ({ ...pair, after: after(pair.after) })),
  };
}

/** Tables whose rules read what the changes are about, though no change is about themselves. */
function rebound(
  before: Catalog,
  plan: SchemaPlan,
  bound: ReadonlyMap<string, CatalogTable>,
): SchemaPlan["changed"] {
  const changed = new Set(plan.changed.map(({ after }) => after.id));
  return before.tables.flatMap((old) => {
    const after = changed.has(old.id) ? undefined : bound.get(old.id);
    const isSame = after === undefined || isSameJson(old.storage.policies, after.storage.policies);
    return isSame ? [] : [{ before: old, after }];
  });
}

/** Names of tables that are new, gone or of another form than they were, by their old and new names; rules are no part of that. */
function touchedTables(plan: SchemaPlan): ReadonlySet<string> {
  const changed = plan.changed.filter(({ before: old, after }) => !isSameJson(formOf(old), formOf(after)));
  const tables = [
    ...plan.created,
    ...plan.dropped,
    ...changed.flatMap(({ before: old, after }) => [old, after]),
  ];
  return new Set(tables.map(({ definition }) => definition.name));
}

function formOf({ definition: { policies: _, grants: __, ...form } }: CatalogTable): object {
  return form;
}

function isStanding(
  table: CatalogTable,
  old: CatalogTable | undefined,
  touched: ReadonlySet<string>,
): boolean {
  const { policies = [] } = table.definition;
  return (
    policies.length === 0 ||
    (isSameJson(policies, old?.definition.policies ?? []) &&
      standingRules(table, old, touched).size === policies.length)
  );
}

/** The rules of a table that say what they have said before, about what is as it was: by their names, as they run. */
function standingRules(
  { definition }: CatalogTable,
  old: CatalogTable | undefined,
  touched: ReadonlySet<string>,
): ReadonlyMap<string, BoundPolicy> {
  if (old === undefined || touched.has(definition.name)) return new Map();
  const before = new Map(old.definition.policies?.map((policy) => [policy.name, policy]));
  const standing = (definition.policies ?? []).flatMap(({ name, using, check }) => {
    const [known, bound] = [before.get(name), old.storage.policies?.[name]];
    const isSame = known !== undefined && known.using === using && known.check === check;
    const read = [bound?.using, bound?.check].flatMap((each) => each?.tables ?? []);
    const isLeft = bound !== undefined && isSame && read.every((table) => !touched.has(table));
    return isLeft ? [[name, bound] as const] : [];
  });
  return new Map(standing);
}

interface Task {
  readonly catalog: Catalog;
  readonly changes: readonly Change[];
}

async function bindTable(
  parser: SqlParser,
  tx: Transaction,
  task: Task,
  { table, standing }: { readonly table: CatalogTable; readonly standing: ReadonlyMap<string, BoundPolicy> },
): Promise<{ readonly [name: string]: BoundPolicy }> {
  const bound: [string, BoundPolicy][] = [];
  for (const policy of table.definition.policies ?? []) {
    const known = standing.get(policy.name);
    if (known !== undefined) {
      bound.push([policy.name, known]);
      continue;
    }
    const using = await bindOne(parser, tx, task, { table, policy, key: "using" });
    const check = await bindOne(parser, tx, task, { table, policy, key: "check" });
    bound.push([
      policy.name,
      { ...(using === undefined ? {} : { using }), ...(check === undefined ? {} : { check }) },
    ]);
  }
  return Object.fromEntries(bound);
}

interface Expression {
  readonly table: CatalogTable;
  readonly policy: Policy;
  readonly key: "using" | "check";
}

async function bindOne(
  parser: SqlParser,
  tx: Transaction,
  task: Task,
  expression: Expression,
): Promise<BoundExpression | undefined> {
  const { table, policy, key } = expression;
  const text = policy[key];
  if (text === undefined) return undefined;
  const outcome = await bindCondition(parser, task.catalog, table, text);
  if (!outcome.ok) throw refusedRule(task, expression, outcome.refusal);
  await tx.query(verifyCondition(task.catalog, table, outcome.condition)).catch((error: unknown) => {
    const code = sqlstateOf(error);
    if (code === null || !(error instanceof Error)) throw error;
    const { hint } = error as { hint?: string };
    throw refusedRule(task, expression, { code, message: error.message, hint: hint ?? null }, error);
  });
  return outcome.condition;
}

function refusedRule(
  { changes }: Task,
  { table, policy, key }: Expression,
  refusal: { readonly code: string; readonly message: string; readonly hint: string | null },
  cause?: unknown,
): AppError {
  const name = table.definition.name;
  const index = changes.findLastIndex((change) => bringsRule(change, name, policy.name));
  const change = changes[index];
  const { code, message, hint } = refusal;
  const more = { cause, ...(hint === null ? {} : { hint }) };
  if (change !== undefined) {
    const part = change.kind === "create_table" ? "table/policies" : partOf(change.kind);
    const details = [{ path: `/changes/${index}/${part}/${key}`, message }];
    return new AppError(code, message, { ...more, status: 422, details });
  }
  return new AppError("RH203", `The rule "${policy.name}" of "${name}" would no longer work: ${message}`, {
    ...more,
    hint: "Change or drop that rule first.",
  });
}

function partOf(kind: Change["kind"]): string {
  return kind === "create_policy" ? "policy" : "set";
}

function bringsRule(change: Change, table: string, policy: string): boolean {
  switch (change.kind) {
    case "create_table":
      return change.table.name === table;
    case "create_policy":
      return change.table === table && change.policy.name === policy;
    case "alter_policy":
      return change.table === table && (change.set.name ?? change.name) === policy;
    default:
      return false;
  }
}

/** Compiles every rule once for each role: a circle shows itself. One that comes of a rule goes through its table. */
function refuseCircles(catalog: Catalog, changes: readonly Change[]): void {
  const ruled = changes.flatMap((change) => (isOfRules(change) ? [change.table] : []));
  const isOnlyRules = changes.length > 0 && ruled.length === changes.length;
  for (const table of catalog.tables) {
    if (isOnlyRules && !ruled.includes(table.definition.name)) continue;
    if (table.definition.policies === undefined) continue;
    for (const apiRole of ["anon", "authenticated"] as const) {
      const access = accessOf(catalog, table, { apiRole, keyScopes: null });
      try {
        for (const verb of ["select", "update", "delete"] as const) access?.using(verb);
        for (const verb of ["insert", "update"] as const) access?.check(verb);
      } catch (error) {
        const circle = circleError(error, changes);
        if (circle !== null) throw circle;
      }
    }
  }
}

/** A rule that reads a table which its role may not read is no circle: it says so whenever it is asked, as in Postgres. */
function circleError(error: unknown, changes: readonly Change[]): AppError | null {
  if (!isAppError(error)) throw error;
  if (error.code === "42501") return null;
  // Only a function that a rule calls can read what is gone: the rule itself has been bound anew.
  if (error.code === "42P01")
    return new AppError("RH203", "A rule calls a function that reads what would be gone.", {
      hint: "Change or drop that function, or the rule, first.",
      cause: error,
    });
  const index = changes.findLastIndex(({ kind }) => kind.endsWith("_policy") || kind === "create_table");
  const details = [{ path: `/changes/${Math.max(0, index)}`, message: error.message }];
  return new AppError(error.code, error.message, {
    status: 422,
    details,
    hint: error.hint ?? "",
    cause: error,
  });
}
