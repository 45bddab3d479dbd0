import { policiesFor } from "../../catalog/normalize-access.ts";
import { policyWords } from "../../catalog/rules/policy-words.ts";
import type { CatalogView } from "../../catalog/stored-objects.ts";
import type { Catalog, CatalogTable } from "../../catalog/types.ts";
import type { TenantScope } from "../../db/scope.ts";
import { accessOf } from "../../engine/access/access.ts";
import { ruleExpression } from "../../engine/access/restrict.ts";
import { relationSelect } from "../../engine/relation.ts";
import { prepare } from "../../rest/prepare.ts";
import type { RestRequest } from "../../rest/rest-request.ts";
import { runtime } from "../../runtime/runtime.ts";
import { ident, join, sql } from "../../sql/sql.ts";
import { restContext } from "../data-api/rest-context.ts";
import { actingScope } from "./identities.ts";

/** Why a list is empty, in figures and words; a value of the header `X-Explain-Empty`. */
export interface EmptyExplanation {
  /** Or the view. */
  readonly table: string;
  /** `closed`: no rule opens the table, or any that the view reads, for the role. `rules`: they hide what the filters find. `filters`: nothing is found. `page`: what is found lies before or behind the page. */
  readonly reason: "closed" | "rules" | "filters" | "page";
  /** Rows that the filters find when no rule binds. */
  readonly matching: number;
  readonly role: string;
  /** Each rule that was asked, and of how many of its table's rows it says yes. */
  readonly rules: readonly AskedRule[];
  /** How many there are without any filter or rule. */
  readonly rows: number;
}

interface AskedRule {
  /** The table that has it, where a view was read. */
  readonly table?: string;
  readonly name: string;
  readonly says: string;
  readonly passes: number;
}

/**
 * Why a request found nothing. It counts rows that its caller may not see, so it is for those alone who showed a service
 * or secret key beside the user's token.
 *
 * @returns null for what is no list of a table's or view's rows.
 */
export async function explainEmpty(
  scope: TenantScope,
  request: RestRequest,
): Promise<EmptyExplanation | null> {
  const catalog = await runtime().catalogs.get(scope);
  const [name = "", ...more] = request.path;
  const table = catalog.tables.find(({ definition }) => definition.name === name);
  const view = catalog.views?.find((candidate) => candidate.name === name);
  if (more.length > 0 || scope.apiRole === null) return null;
  const asked =
    table !== undefined
      ? await askedRules(catalog, table, scope)
      : view !== undefined
        ? await askedBelow(catalog, view, scope, request)
        : null;
  if (asked === null) return null;
  const matching = await matchingRows(catalog, actingScope(scope, "service_role"), request);
  const seen = scope.apiRole === "service_role" ? matching : await matchingRows(catalog, scope, request);
  const { rows, rules } = asked;
  const isOpen = rules.length > 0 || scope.apiRole === "service_role";
  return {
    table: name,
    reason: matching === 0 ? "filters" : seen > 0 ? "page" : isOpen ? "rules" : "closed",
    matching,
    role: scope.apiRole,
    rules,
    rows,
  };
}

/** How many rows the request's filters find for a caller, whatever the page. */
async function matchingRows(catalog: Catalog, scope: TenantScope, request: RestRequest): Promise<number> {
  const header = (name: string) => (name === "prefer" ? "count=exact" : null);
  const counting = { ...request, method: "HEAD", header };
  const prepared = prepare(restContext(catalog, scope), counting);
  const { rows } = await runtime().database.query<Record<string, unknown>>(scope, prepared.statement, {
    readOnly: true,
  });
  const range = prepared.respond(rows[0] ?? {}, counting).headers.find(([name]) => name === "Content-Range");
  return Number(range?.[1].split("/")[1] ?? 0);
}

/** The rows of a view, and the rules of all tables that it reads, itself or through other views. */
async function askedBelow(
  catalog: Catalog,
  view: CatalogView,
  scope: TenantScope,
  request: RestRequest,
): Promise<Pick<EmptyExplanation, "rules" | "rows">> {
  const unfiltered = { ...request, params: [] };
  const rows = await matchingRows(catalog, actingScope(scope, "service_role"), unfiltered);
  const rules: AskedRule[] = [];
  for (const table of tablesBelow(catalog, view)) {
    const asked = await askedRules(catalog, table, scope);
    rules.push(...asked.rules.map((rule) => ({ table: table.definition.name, ...rule })));
  }
  return { rows, rules };
}

function tablesBelow({ tables, views = [] }: Catalog, view: CatalogView): ReadonlySet<CatalogTable> {
  const found = new Set<CatalogTable>();
  // A Set goes on with what is added to it meanwhile: each once, whoever reads it.
  const reading = new Set([view]);
  for (const { reads } of reading)
    for (const { id } of reads) {
      for (const table of tables) if (table.id === id) found.add(table);
      for (const next of views) if (next.id === id) reading.add(next);
    }
  return found;
}

async function askedRules(
  catalog: Catalog,
  table: CatalogTable,
  scope: TenantScope,
): Promise<Pick<EmptyExplanation, "rules" | "rows">> {
  const { apiRole } = scope;
  const policies = apiRole === null ? [] : policiesFor(table.definition.policies, "select", apiRole);
  const counts = policies.map((policy, index) => {
    // Each alone, as if it were the only one that permits.
    const alone = { ...table.definition, policies: [{ ...policy, kind: "permissive" as const }] };
    const rule = accessOf(catalog, { ...table, definition: alone }, scope)?.using("select") ?? null;
    const condition = rule === null ? sql`true` : ruleExpression(rule);
    return sql`count(*) filter (where ${condition}) as ${ident(`p${index}`)}`;
  });
  const statement = sql`select ${join([sql`count(*) as total`, ...counts])} from (${relationSelect(catalog, table)}) as ${ident(table.definition.name)}`;
  const { rows } = await runtime().database.query<Record<string, number>>(scope, statement, {
    readOnly: true,
  });
  return {
    rows: Number(rows[0]?.total ?? 0),
    rules: policies.map((policy, index) => ({
      name: policy.name,
      says: policyWords(policy, table.definition.name),
      passes: Number(rows[0]?.[`p${index}`] ?? 0),
    })),
  };
}
