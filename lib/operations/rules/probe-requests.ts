import { primaryKey } from "../../catalog/column-facts.ts";
import { schemaOfFunction } from "../../catalog/function-schema.ts";
import type { CatalogFunction, CatalogView, Json, TableVerb } from "../../catalog/types.ts";
import type { RestRequest } from "../../rest/rest-request.ts";
import { type Ask, askOf, eitherRow, isRow, oneRow, selected, showsKeys, written } from "./probe-ask.ts";
import type { ProbeTable } from "./probe-rows.ts";

/** One way to ask for rows, and how its answer says which of the two it reached. */
export interface Probe {
  /** `list`, `by id`, `count`, `aggregate`, `csv`, `pattern`, `embedded in lines`, `insert` … */
  readonly surface: string;
  readonly verb: TableVerb;
  readonly request: RestRequest;
  /** Which of the asked rows the answer shows. */
  readonly reached: (answer: ProbeAnswer) => readonly ("owner" | "other")[];
}

export interface ProbeAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly range: string | null;
  /** Of an answer that is an error. */
  readonly code: string | null;
}

/**
 * Every way in which an app can try to read the two rows of a table.
 *
 * @param related tables that may embed this one.
 * @param views those that read it.
 * @param functions those that read it.
 */
export function readProbes(
  probe: ProbeTable,
  related: readonly ProbeTable[],
  views: readonly CatalogView[],
  functions: readonly CatalogFunction[],
): readonly Probe[] {
  const ask = askOf(probe);
  if (ask === null) return [];
  const [key = ""] = ask.keys.map(written);
  const select = selected(ask);
  const either = eitherRow(ask);
  const of = (
    surface: string,
    params: Readonly<Record<string, string>>,
    reached: Probe["reached"],
  ): Probe => ({
    surface,
    verb: "select",
    request: request("GET", ask.table, params),
    reached,
  });
  return [
    of("list", { select, ...either }, byKey(ask)),
    // Beside the key of several columns, which is an OR itself.
    of("pattern", { select, ...either, ["or" in either ? "and" : "or"]: `(${key}.not.is.null)` }, byKey(ask)),
    ...(["owner", "other"] as const).flatMap((whose) => [
      of("by id", { select: "*", ...oneRow(ask, whose) }, found(whose)),
      of("aggregate", { select: "count()", ...oneRow(ask, whose) }, counted(whose)),
      of("ordered", { select, order: `${key}.desc`, ...oneRow(ask, whose) }, found(whose)),
    ]),
    ...related.flatMap((other) => embeddingProbe(ask, other)),
    ...views
      .filter(({ columns }) => showsKeys(columns, ask))
      .map(
        ({ name }): Probe => ({
          surface: `view ${name}`,
          verb: "select",
          request: request("GET", name, { select, ...either }),
          reached: byKey(ask),
        }),
      ),
    ...functions
      // One that says SECURITY DEFINER is meant to reach past the rules.
      .filter(
        ({ name, returns, isDefiner }) =>
          isDefiner !== true &&
          schemaOfFunction(name) === null &&
          returns.kind === "rows" &&
          showsKeys(returns.columns, ask),
      )
      .map((called) => callProbe(ask, called)),
  ];
}

/** A call with nothing for whatever the function asks for. */
function callProbe(ask: Ask, called: CatalogFunction): Probe {
  const given = called.arguments.flatMap(({ name, default: fallback }) =>
    name === null || fallback !== undefined ? [] : [[name, null]],
  );
  const asked = request(
    "POST",
    "rpc",
    { select: selected(ask), ...eitherRow(ask) },
    { body: JSON.stringify(Object.fromEntries(given)) },
  );
  return {
    surface: `function ${called.name}`,
    verb: "select",
    request: { ...asked, path: ["rpc", called.name] },
    reached: (answer) => byKey(ask)({ ...answer, body: [answer.body].flat() }),
  };
}

/**
 * Every way in which an app can try to write the two rows, or ones like them; each is undone before the next.
 *
 * @param views those that show the table's rows: what is written through one is the table.
 */
export function writeProbes(
  probe: ProbeTable,
  fresh: (whose: "owner" | "other") => Readonly<Record<string, Json>>,
  views: readonly CatalogView[],
): readonly Probe[] {
  const own = askOf(probe);
  if (own === null) return [];
  const change = changeable(probe);
  const through = views.filter(({ writes }) => writes !== undefined && !("reason" in writes));
  return [
    ...probesOf(probe, own, { change, fresh }),
    ...through.flatMap(({ name, columns }) => {
      const shown = new Set(columns.map((column) => column.name));
      if (!showsKeys(columns, own)) return [];
      const within = (whose: "owner" | "other") =>
        Object.fromEntries(Object.entries(fresh(whose)).filter(([column]) => shown.has(column)));
      const changed = change !== null && shown.has(change) ? change : null;
      const probes = probesOf(probe, { ...own, table: name }, { change: changed, fresh: within });
      return probes.map((one) => ({ ...one, surface: `${one.surface} through view ${name}` }));
    }),
  ];
}

interface Writes {
  /** The column that an update writes; null: none. */
  readonly change: string | null;
  readonly fresh: (whose: "owner" | "other") => Readonly<Record<string, Json>>;
}

function probesOf(probe: ProbeTable, ask: Ask, { change, fresh }: Writes): readonly Probe[] {
  return (["owner", "other"] as const).flatMap((whose): readonly Probe[] => {
    const one = oneRow(ask, whose);
    const prefer = { prefer: "return=minimal, count=exact" };
    const update: Probe = {
      surface: "update",
      verb: "update",
      request: request("PATCH", ask.table, one, { ...prefer, body: bodyOf(probe, whose, change) }),
      reached: affected(whose),
    };
    const insert: Probe = {
      surface: "insert",
      verb: "insert",
      request: request("POST", ask.table, {}, { body: JSON.stringify(fresh(whose)) }),
      // A key that is taken is found out after the rules have let the row through.
      reached: ({ status, code }) => (status === 201 || code === "23505" ? [whose] : []),
    };
    return [
      ...(probe.table.isAuth ? [] : [insert]),
      ...(change === null ? [] : [update]),
      {
        surface: "delete",
        verb: "delete",
        request: request("DELETE", ask.table, one, prefer),
        reached: (answer) => (isReferredTo(answer) ? [whose] : affected(whose)(answer)),
      },
    ];
  });
}

function embeddingProbe(ask: Ask, other: ProbeTable): readonly Probe[] {
  const around = askOf(other);
  if (around === null) return [];
  return [
    {
      surface: `embedded in ${around.table}`,
      verb: "select",
      request: request("GET", around.table, {
        select: `embedded:${ask.table}(${selected(ask)})`,
        ...eitherRow(around),
      }),
      reached: embedded(ask),
    },
  ];
}

/** A column whose own value can be written once more: an update that changes nothing else. */
function changeable({ table, owners }: ProbeTable): string | null {
  const keys = primaryKey(table.definition);
  const free = table.definition.columns.filter(
    ({ name, generated, identity, references }) =>
      !keys.includes(name) &&
      generated === undefined &&
      identity === undefined &&
      references === undefined &&
      !owners.includes(name) &&
      table.storage.columns[name]?.place === "data",
  );
  return free[0]?.name ?? null;
}

function bodyOf({ rows }: ProbeTable, whose: "owner" | "other", column: string | null): string {
  return JSON.stringify(column === null ? {} : { [column]: rows?.[whose].values[column] ?? null });
}

function request(
  method: string,
  table: string,
  params: Readonly<Record<string, string>>,
  { prefer = null, body = "" }: { readonly prefer?: string | null; readonly body?: string } = {},
): RestRequest {
  return {
    method,
    path: [table],
    params: Object.entries(params).map(([key, value]) => ({ key, value })),
    header: (name) => (name === "prefer" ? prefer : null),
    body,
  };
}

const asRows = (body: unknown): readonly Record<string, unknown>[] =>
  Array.isArray(body) ? (body as readonly Record<string, unknown>[]) : [];

const both = ["owner", "other"] as const;

function byKey(ask: Ask): Probe["reached"] {
  return ({ body }) => both.filter((whose) => asRows(body).some((row) => isRow(row, ask, whose)));
}

function embedded(ask: Ask): Probe["reached"] {
  return ({ body }) => {
    const inner = asRows(body).flatMap((row) => [row.embedded].flat()) as (Record<string, unknown> | null)[];
    return both.filter((whose) => inner.some((row) => row != null && isRow(row, ask, whose)));
  };
}

function found(whose: "owner" | "other"): Probe["reached"] {
  return ({ body }) => (asRows(body).length > 0 ? [whose] : []);
}

function counted(whose: "owner" | "other"): Probe["reached"] {
  return ({ body }) => (asRows(body).some((row) => row.count !== 0) ? [whose] : []);
}

/** What refuses is another row that refers to this one: no rule did. */
function isReferredTo({ code }: ProbeAnswer): boolean {
  return code === "23503" || code === "23001";
}

function affected(whose: "owner" | "other"): Probe["reached"] {
  return ({ status, range }) => (status < 300 && range !== null && !range.endsWith("/0") ? [whose] : []);
}
