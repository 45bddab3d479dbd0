import type { Json, TableVerb } from "../../catalog/types.ts";
import type { Transaction } from "../../db/database.ts";
import type { TenantScope } from "../../db/scope.ts";
import { accessOf } from "../../engine/access/access.ts";
import { ruleExpression } from "../../engine/access/restrict.ts";
import { relationSelect } from "../../engine/relation.ts";
import { runtime } from "../../runtime/runtime.ts";
import { ident, keyword, sql } from "../../sql/sql.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { tableNamed } from "../in-catalog.ts";
import { actingScope } from "./identities.ts";

export interface TryRulesInput {
  readonly table: string;
  readonly role: "anon" | "authenticated" | "service_role";
  /** `auth.uid()` of the tried user. */
  readonly user_id?: string | null;
  /** Further claims of the token. */
  readonly claims?: { readonly [claim: string]: Json };
  readonly limit?: number;
}

export interface TriedRules {
  readonly table: string;
  /** The columns that are shown to the caller. */
  readonly columns: readonly string[];
  /** The first rows that the caller sees. */
  readonly rows: readonly { readonly [column: string]: Json }[];
  readonly visible: number;
  readonly total: number;
  /** Of the rows that are there: how many may be changed and deleted. What is inserted depends on the row. */
  readonly changeable: number;
  readonly deletable: number;
  readonly may: { readonly [verb in TableVerb]: boolean };
}

/** What somebody would see of a table, and could do with it. Nothing is written. */
export async function tryRules(actor: Actor, databaseId: string, input: TryRulesInput): Promise<TriedRules> {
  const scope = await authorize(actor, databaseId, "editor");
  const options = { userId: input.user_id ?? null, claims: input.claims ?? {} };
  const acting = actingScope(scope, input.role, options);
  return runtime().database.transaction(acting, (tx) => tryIn(tx, acting, input), { readOnly: true });
}

const limitDefault = 20;

async function tryIn(tx: Transaction, acting: TenantScope, input: TryRulesInput): Promise<TriedRules> {
  const catalog = await runtime().catalogs.read(acting, tx);
  const table = tableNamed(catalog, input.table);
  const access = accessOf(catalog, table, acting);
  const name = ident(table.definition.name);
  const all = relationSelect(catalog, table);
  const may = (verb: TableVerb) => access?.may(verb) ?? true;
  const seen = may("select") ? relationSelect(catalog, table, access, "soft") : sql`select where false`;
  const count = (verb: "update" | "delete") => {
    const rule = access?.using(verb) ?? null;
    const visible = access?.using("select") ?? null;
    const conditions = [rule, visible].map((each) =>
      each === null ? keyword("true") : ruleExpression(each),
    );
    if (!may(verb) || !may("select")) return keyword("0");
    return sql`(select count(*) from (${all}) as ${name} where (${conditions[0]}) and (${conditions[1]}))`;
  };
  const { rows } = await tx.query<Counts>(sql`
    select (select coalesce(json_agg(r.*), '[]') from (select * from (${seen}) as s limit ${input.limit ?? limitDefault}) as r)::text as rows,
           (select count(*) from (${seen}) as s)::int8 as visible,
           (select count(*) from (${all}) as ${name})::int8 as total,
           ${count("update")}::int8 as changeable,
           ${count("delete")}::int8 as deletable`);
  const [found] = rows;
  if (found === undefined) throw new Error("the count gave no row");
  const { visible, total, changeable, deletable } = found;
  return {
    table: table.definition.name,
    columns: (access?.readable ?? table.definition.columns).map((column) => column.name),
    rows: JSON.parse(found.rows) as TriedRules["rows"],
    ...{ visible, total, changeable, deletable },
    may: { select: may("select"), insert: may("insert"), update: may("update"), delete: may("delete") },
  };
}

interface Counts {
  readonly rows: string;
  readonly visible: number;
  readonly total: number;
  readonly changeable: number;
  readonly deletable: number;
}
