import { randomUUID } from "node:crypto";
import { type Expectation, expectedReach } from "../../catalog/rules/expected-reach.ts";
import type { Catalog, CatalogView, TableVerb } from "../../catalog/types.ts";
import type { ScopedTransaction } from "../../db/database.ts";
import type { TenantScope } from "../../db/scope.ts";
import { keyVerbs } from "../../engine/access/access.ts";
import { isAppError } from "../../errors/app-error.ts";
import { rateLimitRules } from "../../limits/rules.ts";
import { relationshipsOf } from "../../rest/plan/relationships.ts";
import { prepare } from "../../rest/prepare.ts";
import { runtime } from "../../runtime/runtime.ts";
import { sql } from "../../sql/sql.ts";
import { listKeys, type ProjectKey } from "../../store/projects/project-key.ts";
import { type ConfirmedReach, selectConfirmed } from "../../store/schema/confirmed-reach.ts";
import type { Actor } from "../actor.ts";
import { authorize } from "../authorize.ts";
import { restContext } from "../data-api/rest-context.ts";
import { withinLimit } from "../within-limit.ts";
import { isConfirmed } from "./confirm-reach.ts";
import { type Identity, identities } from "./identities.ts";
import { askOf } from "./probe-ask.ts";
import { type Probe, type ProbeAnswer, readProbes, writeProbes } from "./probe-requests.ts";
import { type ProbeTable, type ProbeUsers, probeRecord, probeRows } from "./probe-rows.ts";

/** What one identity reached of one row by one verb. */
export interface MatrixCell {
  readonly table: string;
  readonly verb: TableVerb;
  readonly identity: string;
  /** Whose row it was. */
  readonly row: "owner" | "other";
  /** What the rules say in words. */
  readonly expected: Expectation;
  /** The ways that led to the row; none: it was out of reach. */
  readonly reachedBy: readonly string[];
  readonly tried: number;
  /** `leak`: reached by who should not. `confirmed`: that is meant so. `lost`: out of reach for who should. */
  readonly verdict: "ok" | "leak" | "confirmed" | "lost";
  readonly reason: string | null;
}

export interface LeakMatrix {
  readonly identities: readonly { readonly name: string; readonly title: string }[];
  readonly cells: readonly MatrixCell[];
  /** Tables of which no rows could be made, and why: nothing is known of them. */
  readonly untested: readonly { readonly table: string; readonly reason: string }[];
  readonly leaks: number;
  readonly lost: number;
  readonly statements: number;
  readonly ms: number;
}

/** Ends the trial: nothing of it stays. */
const trialIsOver = new Error("the trial is over");

/**
 * Tries out every table, verb, identity and way in against the rules, through the data API's own compiler, on two rows
 * per table that are made for it and rolled back.
 */
export async function runLeakMatrix(actor: Actor, databaseId: string): Promise<LeakMatrix> {
  const scope = await authorize(actor, databaseId, "editor");
  await withinLimit(actor.userId, rateLimitRules.sql);
  return leakMatrixIn(scope);
}

/** The same for callers that have authorised already. @param only names of the tables to try. */
export async function leakMatrixIn(
  scope: TenantScope,
  only: readonly string[] | null = null,
): Promise<LeakMatrix> {
  const { rows: keys } = await runtime().database.query<ProjectKey>(scope, listKeys(scope));
  const { rows: confirmed } = await runtime().database.query<ConfirmedReach>(scope, selectConfirmed(scope));
  const found: { matrix?: LeakMatrix } = {};
  const work = async (tx: ScopedTransaction) => {
    found.matrix = await trial(tx, scope, await runtime().catalogs.read(scope, tx), {
      keys,
      only,
      confirmed,
    });
    throw trialIsOver;
  };
  await runtime()
    .database.transaction(scope, work, { timeoutMs: 60_000 })
    .catch((error: unknown) => {
      if (error !== trialIsOver) throw error;
    });
  if (found.matrix === undefined) throw new Error("the trial gave no result");
  return found.matrix;
}

const withoutKey = "Without a primary key one of its rows cannot be asked for.";

interface Trials {
  readonly keys: readonly ProjectKey[];
  readonly only: readonly string[] | null;
  readonly confirmed: readonly ConfirmedReach[];
}

async function trial(
  tx: ScopedTransaction,
  scope: TenantScope,
  catalog: Catalog,
  { keys, only, confirmed }: Trials,
): Promise<LeakMatrix> {
  const start = performance.now();
  const users = { owner: randomUUID(), other: randomUUID() };
  const tables = await probeRows(tx, catalog, users);
  const scoped = keys.filter(({ scopes }) => scopes !== null);
  const who = identities(
    scope,
    users,
    scoped.map(({ id, name, kind, scopes }) => ({
      name: name ?? id,
      role: kind === "anon" || kind === "publishable" ? "anon" : "service_role",
      scopes,
    })),
  );
  const counter = { statements: 0 };
  const cells: MatrixCell[] = [];
  for (const identity of who) {
    await tx.actAs(identity.scope);
    for (const table of tables) {
      if (askOf(table) === null || !(only?.includes(table.table.definition.name) ?? true)) continue;
      const probes = probesOf(catalog, table, tables, users);
      cells.push(...(await cellsOf({ tx, catalog, identity, counter, confirmed }, table, probes, users)));
    }
  }
  await tx.actAs(scope);
  return {
    identities: who.map(({ name, title }) => ({ name, title })),
    cells,
    untested: tables.flatMap((table) => {
      const reason = askOf(table) === null ? (table.problem ?? withoutKey) : null;
      return reason === null ? [] : [{ table: table.table.definition.name, reason }];
    }),
    leaks: cells.filter(({ verdict }) => verdict === "leak").length,
    lost: cells.filter(({ verdict }) => verdict === "lost").length,
    statements: counter.statements,
    ms: Math.round(performance.now() - start),
  };
}

function probesOf(
  catalog: Catalog,
  table: ProbeTable,
  tables: readonly ProbeTable[],
  users: ProbeUsers,
): readonly Probe[] {
  const related = tables.filter(
    (other) =>
      other.rows !== null &&
      other !== table &&
      relationshipsOf(catalog, other.table).some(({ target }) => target.id === table.table.id),
  );
  const made = new Map(tables.map((each) => [each.table.definition.name, each]));
  const fresh = (whose: "owner" | "other") =>
    probeRecord(table.table, { owners: table.owners, users, made, choices: table.choices }, whose);
  const reads = <T extends Pick<CatalogView, "reads">>(all: readonly T[] = []) =>
    all.filter((one) => one.reads.some(({ id }) => id === table.table.id));
  return [
    ...readProbes(table, related, reads(catalog.views), reads(catalog.functions)),
    ...writeProbes(table, fresh, reads(catalog.views)),
  ];
}

interface Trial {
  readonly tx: ScopedTransaction;
  readonly catalog: Catalog;
  readonly identity: Identity;
  readonly counter: { statements: number };
  readonly confirmed: readonly ConfirmedReach[];
}

async function cellsOf(
  trying: Trial,
  table: ProbeTable,
  probes: readonly Probe[],
  users: ProbeUsers,
): Promise<readonly MatrixCell[]> {
  const outcomes: { readonly probe: Probe; readonly reached: readonly string[] }[] = [];
  for (const probe of probes) {
    trying.counter.statements += 1;
    outcomes.push({ probe, reached: probe.reached(await ask(trying, probe)) });
  }
  const verbs = [...new Set(probes.map(({ verb }) => verb))];
  return verbs.flatMap((verb) =>
    (["owner", "other"] as const).map((row) => {
      const tried = outcomes.filter(({ probe }) => probe.verb === verb);
      const reachedBy = tried.flatMap(({ probe, reached }) => (reached.includes(row) ? [probe.surface] : []));
      const cell = { table: table.table.definition.name, verb, identity: trying.identity.name, row };
      const expected = expectation(trying.identity, table, { verb, row, users });
      return {
        ...cell,
        expected,
        reachedBy,
        tried: tried.length,
        ...judge(trying, table, { ...cell, expected, reachedBy }),
      };
    }),
  );
}

/** Each write is undone, so that the next finds the rows as they were. */
async function ask({ tx, catalog, identity }: Trial, probe: Probe): Promise<ProbeAnswer> {
  try {
    const prepared = prepare(restContext(catalog, identity.scope), probe.request);
    // Not awaited one by one: the three travel together.
    const [, asked] = await Promise.allSettled([
      tx.query(sql`savepoint probe`),
      tx.query<Record<string, unknown>>(prepared.statement),
      tx.query(sql`rollback to savepoint probe`),
    ]);
    if (asked.status === "rejected") throw asked.reason;
    const answer = prepared.respond(asked.value.rows[0] ?? {}, probe.request);
    const range = answer.headers.find(([name]) => name.toLowerCase() === "content-range")?.[1] ?? null;
    return { status: answer.status, body: parsed(answer.body), range, code: null };
  } catch (error) {
    const { code } = error as { code?: unknown };
    const status = isAppError(error) ? error.status : 400;
    return { status, body: null, range: null, code: typeof code === "string" ? code : null };
  }
}

function parsed(body: string | null): unknown {
  if (body === null || body === "") return null;
  try {
    return JSON.parse(body);
  } catch {
    // CSV and its like: no rows to look into.
    return null;
  }
}

interface Question {
  readonly verb: TableVerb;
  readonly row: "owner" | "other";
  readonly users: ProbeUsers;
}

function expectation(identity: Identity, table: ProbeTable, { verb, row, users }: Question): Expectation {
  const { apiRole, endUserId, keyScopes } = identity.scope;
  if (identity.name === "stranger") return "no";
  const { definition } = table.table;
  if (keyScopes !== null && !keyVerbs(keyScopes, table.table).includes(verb)) return "no";
  if (apiRole === null || apiRole === "service_role") return "yes";
  return expectedReach(definition, {
    verb,
    role: apiRole,
    userId: endUserId,
    row: table.rows?.[row].values ?? {},
    isTheirs: endUserId === users[row],
  });
}

function judge(
  { identity, confirmed }: Trial,
  table: ProbeTable,
  cell: Pick<MatrixCell, "verb" | "identity" | "row" | "expected" | "reachedBy">,
): Pick<MatrixCell, "verdict" | "reason"> {
  const isReached = cell.reachedBy.length > 0;
  const { name } = table.table.definition;
  if (cell.expected === "no" && isReached)
    return {
      verdict: "leak",
      reason: `No rule opens this, and yet it was reached: ${cell.reachedBy.join(", ")}.`,
    };
  if (cell.expected === "yes" && !isReached && identity.scope.apiRole !== "service_role")
    return { verdict: "lost", reason: "A rule opens this, and yet it was out of reach." };
  const isForeign = identity.name === "visitor" || (identity.name === "other" && cell.row === "owner");
  // A condition that lets strangers at a row that belongs to somebody is what a mistaken rule looks like.
  if (
    cell.expected === "condition" &&
    isReached &&
    isForeign &&
    table.owners.length > 0 &&
    cell.row === "owner"
  )
    return {
      verdict: isConfirmed(confirmed, table.table, cell) ? "confirmed" : "leak",
      reason: `A row of ${name} that belongs to one user (${table.owners[0]}) is open to ${identity.name === "visitor" ? "everybody" : "every other user"} by a condition.`,
    };
  return { verdict: "ok", reason: null };
}
