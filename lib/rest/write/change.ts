import type { CatalogTable, SlotName } from "../../catalog/types.ts";
import { columnValue } from "../../engine/column-sql.ts";
import { compileWrite } from "../../engine/write/compile-write.ts";
import type { CompiledWrite, WriteAccess } from "../../engine/write/request.ts";
import { overRow } from "../../engine/write/row-scope.ts";
import { AppError } from "../../errors/app-error.ts";
import { ident, join, keyword, type Sql, sql } from "../../sql/sql.ts";
import { planRead } from "../plan/plan-read.ts";
import type { ReadContext } from "../plan/read-context.ts";
import type { WriteContext } from "../plan/write-context.ts";
import type { Prepared } from "../prepared.ts";
import { negotiate } from "../request/media-type.ts";
import { formOf, type Payload, parsePayload } from "../request/payload.ts";
import { parsePreferences } from "../request/preferences.ts";
import { parseQueryParams, type QueryParams } from "../request/query-params.ts";
import type { SelectItem } from "../request/select.ts";
import type { RestRequest, RestResponse } from "../rest-request.ts";
import { barrierFor } from "../sql/barrier.ts";
import { aliasedSide } from "../sql/joins.ts";
import { RowsCompiler } from "../sql/rows.ts";
import { storedSide } from "../sql/stored-side.ts";
import { type Destination, storedPayload, storedRecords } from "./destination.ts";
import { payloadOf } from "./insert.ts";
import { assertPayloadLabels } from "./payload-labels.ts";
import { representationOf, writtenSlots } from "./representation.ts";
import { sanitizedJson } from "./sanitized-json.ts";
import { tellable, violationOf } from "./violation.ts";
import { writableColumns } from "./writable-columns.ts";
import { isChecked, respondWrite } from "./write-response.ts";
import { type WriteRow, writeStatement } from "./write-statement.ts";

/** PATCH of the rows of a table that the filters find. */
export function prepareUpdate(
  context: WriteContext,
  resource: CatalogTable,
  request: RestRequest,
): Prepared<WriteRow> {
  const destination = context.destination(resource, "update");
  const { table, stored } = destination;
  const params = parseQueryParams(request.params);
  const payload = parsePayload(request.header("content-type"), request.body, formOf(params));
  const keys = payload.records.length === 0 ? [] : (params.columns ?? payload.keys);
  const columns = writableColumns(destination, keys, "update");
  context.assertWritable(
    stored,
    "update",
    columns.map(({ name }) => name),
  );
  if (columns.length === 0)
    return prepareChange(context, destination, request, { params, write: () => nothing(context, stored) });
  const access = context.writeAccess(stored, "update", true);
  const where = conditionOf(context, destination, params, access);
  if (where === null) return prepareUnfiltered(context, destination, request, params);
  const text = (given: Payload) => {
    assertPayloadLabels(context.catalog, destination, columns, given);
    return sanitizedJson(table, given);
  };
  const given = text(payload);
  const write: Change["write"] = (slots) =>
    compileWrite(context.catalog, stored, {
      kind: "patch",
      values: sql`(${storedRecords(destination, sql`${given}::jsonb`)} -> 0)`,
      set: columns,
      missing: parsePreferences(request.header("prefer")).missing === "default" ? "default" : "null",
      where,
      ...(destination.checkOptions === undefined ? {} : { checkOptions: destination.checkOptions }),
      ...(access === undefined ? {} : { access }),
      ...slots,
    });
  const prepared = prepareChange(context, destination, request, { params, write });
  return { ...prepared, records: { given, text } };
}

/** DELETE of the rows of a table that the filters find. */
export function prepareDelete(
  context: WriteContext,
  resource: CatalogTable,
  request: RestRequest,
): Prepared<WriteRow> {
  const destination = context.destination(resource, "delete");
  const { stored } = destination;
  const params = parseQueryParams(request.params);
  context.assertWritable(stored, "delete", []);
  const access = context.writeAccess(stored, "delete", true);
  const where = conditionOf(context, destination, params, access);
  if (where === null) return prepareUnfiltered(context, destination, request, params);
  const write: Change["write"] = (slots) =>
    compileWrite(context.catalog, stored, {
      kind: "delete",
      where,
      ...(access === undefined ? {} : { access }),
      ...slots,
    });
  return prepareChange(context, destination, request, { params, write });
}

/**
 * A change without any filter. It writes nothing: where there is a row that it could be meant for it is refused, since a slip
 * must not change a whole table, and elsewhere there is nothing to write.
 */
function prepareUnfiltered(
  context: WriteContext,
  destination: Destination,
  request: RestRequest,
  params: QueryParams,
): Prepared<WriteRow> {
  const { stored, view } = destination;
  const all = view === null ? context.relation(stored, "soft") : view.rows();
  const beside = sql`exists (select from (${all}) as r) as has_rows`;
  const prepared = prepareChange(context, destination, request, {
    params,
    write: () => nothing(context, stored),
    beside,
  });
  return {
    ...prepared,
    respond: (row, asked) => {
      if (row.has_rows === true) throw noFilter(request.method === "PATCH" ? "UPDATE" : "DELETE");
      return prepared.respond(row, asked);
    },
  };
}

/** As on Supabase. */
function noFilter(statement: "UPDATE" | "DELETE"): AppError {
  return new AppError("21000", `${statement} requires a WHERE clause`, {
    status: 400,
    hint: "Add a filter to the request.",
  });
}

interface Change {
  readonly params: QueryParams;
  readonly write: (slots: { readonly slots?: readonly SlotName[] }) => CompiledWrite;
  readonly beside?: Sql;
}

function prepareChange(
  context: WriteContext,
  destination: Destination,
  request: RestRequest,
  { params, write, beside }: Change,
): Prepared<WriteRow> {
  const { table, stored } = destination;
  const preferences = parsePreferences(request.header("prefer"));
  const media = negotiate(request.header("accept"));
  const representation = representationOf(context, table, params, { preferences, media });
  const isUpdate = request.method === "PATCH";
  const { missing, maxAffected } = preferences;
  const respond = (row: WriteRow): RestResponse =>
    respondWrite(row, {
      status: representation === null ? 204 : 200,
      media,
      preferences,
      applied: { maxAffected, ...(isUpdate ? { missing } : {}) },
      hasRange: isUpdate,
      location: null,
    });
  return {
    statement: writeStatement(context, destination, write(writtenSlots(representation)), {
      representation,
      hasKey: false,
      order: "made",
      ...(beside === undefined ? {} : { beside }),
    }),
    isReadOnly: false,
    timezone: preferences.timezone,
    isRolledBack: preferences.tx === "rollback",
    isChecked: isChecked(media, preferences),
    violation: (error, asked) => {
      const payload = isUpdate ? storedPayload(destination, payloadOf(asked)) : null;
      const written = payload === null ? null : { payload, isForAll: true };
      return violationOf(context.catalog, stored, tellable(context, stored, written), error);
    },
    respond,
  };
}

/**
 * Which rows, as a condition over `d`, a stored row. It is asked again, of the row itself, where the row had to be waited
 * for, and may have become another.
 *
 * @returns null without any filter.
 */
function conditionOf(
  context: ReadContext,
  { table, stored, view }: Destination,
  params: QueryParams,
  access: WriteAccess | undefined,
): Sql | null {
  // What is selected is for the answer; but a filter may speak of what is embedded.
  const plan = planRead(context, table, { ...params, select: embedsOf(params.select) });
  if (plan.where.length === 0) return null;
  const found = { ...plan, children: [] };
  const rules = [access?.using, access?.select].filter((rule) => rule !== null && rule !== undefined);
  const side = aliasedSide(table, plan.alias, false);
  const over = (relation: Sql) => new RowsCompiler(context, { relation: sql`(${relation})`, side });
  const holds =
    view === null
      ? new RowsCompiler(context, { relation: keyword(""), side: storedSide(table, "d") }).condition(
          found,
          null,
        )
      : sql`exists (select ${over(view.rowOf("d")).from(found, null)})`;
  const mayRaise = rules.length > 0 && (view !== null || barrierFor(found) === "hard");
  if (view === null && !mayRaise) return holds;
  const all = view === null ? new RowsCompiler(context) : over(view.rows());
  return sql`d.id = any (array(select "$id" ${all.from(found, null)})) and ${mayRaise ? ruledFirst(stored, rules, holds) : holds}`;
}

/** A condition over `d` that can raise must not see rows that rules hide. */
function ruledFirst(table: CatalogTable, rules: readonly Sql[], holds: Sql): Sql {
  const held = rules.map((rule) => overRow(table, rule, (column) => columnValue(table, column, "d")));
  return sql`case when ${join(held, " and ")} then ${holds} end`;
}

function embedsOf(items: readonly SelectItem[]): readonly SelectItem[] {
  return items.flatMap((item) => (item.kind === "embed" ? [{ ...item, items: embedsOf(item.items) }] : []));
}

/** An update that sets nothing writes nothing. */
function nothing(context: ReadContext, table: CatalogTable): CompiledWrite {
  const none = sql`select 1 as "$ordinal", false as "$inserted", r.* from (${context.relation(table, "soft")}) as r where false`;
  const written = "$written";
  return { with: sql`${ident(written)} as (${none})`, isRecursive: false, written, source: written };
}
