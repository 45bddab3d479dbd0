import { primaryKey } from "../../catalog/column-facts.ts";
import type { CatalogTable } from "../../catalog/types.ts";
import { compileWrite } from "../../engine/write/compile-write.ts";
import type { OnConflict } from "../../engine/write/request.ts";
import { AppError } from "../../errors/app-error.ts";
import { sql } from "../../sql/sql.ts";
import type { WriteContext } from "../plan/write-context.ts";
import type { Prepared } from "../prepared.ts";
import { negotiate } from "../request/media-type.ts";
import { formOf, type Payload, parsePayload } from "../request/payload.ts";
import { type Preferences, parsePreferences } from "../request/preferences.ts";
import { parseQueryParams, type QueryParams } from "../request/query-params.ts";
import type { RestRequest } from "../rest-request.ts";
import { type Destination, storedNames, storedPayload, storedRecords } from "./destination.ts";
import { assertPayloadLabels } from "./payload-labels.ts";
import { representationOf, writtenSlots } from "./representation.ts";
import { sanitizedJson } from "./sanitized-json.ts";
import { tellable, violationOf } from "./violation.ts";
import { writableColumns } from "./writable-columns.ts";
import { isChecked, locationOf, respondWrite } from "./write-response.ts";
import { type WriteRow, writeStatement } from "./write-statement.ts";

/** POST to a table. */
export function prepareInsert(
  context: WriteContext,
  table: CatalogTable,
  request: RestRequest,
): Prepared<WriteRow> {
  const destination = context.destination(table, "insert");
  const preferences = parsePreferences(request.header("prefer"));
  const params = parseQueryParams(request.params);
  const payload = parsePayload(request.header("content-type"), request.body, formOf(params));
  const onConflict = conflictOf(context, destination, params, preferences);
  const insert = { params, preferences, payload, onConflict };
  return prepareRecords(context, destination, request, {
    ...insert,
    resolution: onConflict === null ? null : preferences.resolution,
    // Nothing new came of an upsert.
    statusOf: ({ inserted }) => (onConflict?.action === "update" && inserted === 0 ? 200 : 201),
  });
}

export interface Records {
  readonly params: QueryParams;
  readonly preferences: Preferences;
  readonly payload: Payload;
  readonly onConflict: OnConflict | null;
  readonly resolution: Preferences["resolution"];
  statusOf(row: WriteRow): number;
}

/** Records on their way into a table, as POST and PUT bring them. */
export function prepareRecords(
  context: WriteContext,
  destination: Destination,
  request: RestRequest,
  records: Records,
): Prepared<WriteRow> {
  const { params, payload, onConflict, resolution } = records;
  // As in PostgREST, `max-affected` is for what changes rows that are there.
  const preferences = { ...records.preferences, maxAffected: null };
  const { table, stored } = destination;
  const columns = writableColumns(destination, params.columns ?? payload.keys, "insert");
  const names = columns.map(({ name }) => name);
  context.assertWritable(stored, "insert", names);
  if (onConflict?.action === "update") {
    context.assertWritable(stored, "update", names);
    // `set title = excluded.title` reads what was to be inserted, and asks for the right to, as in Postgres.
    context.assertColumnsReadable(stored, [...names, ...storedNames(destination, onConflict.columns ?? [])]);
  }
  const media = negotiate(request.header("accept"));
  const representation = representationOf(context, table, params, { preferences, media });
  const hasKey = preferences.return === "headers-only" && primaryKey(table.definition).length > 0;
  if (hasKey) assertKeyReadable(context, table);
  const isSeen = representation !== null || onConflict !== null || hasKey;
  const access = context.writeAccess(stored, onConflict?.action === "update" ? "upsert" : "insert", isSeen);
  const text = (given: Payload) => {
    assertPayloadLabels(context.catalog, destination, columns, given);
    return sanitizedJson(table, given);
  };
  const given = text(payload);
  const write = compileWrite(context.catalog, stored, {
    kind: "insert",
    source: {
      kind: "json",
      records: storedRecords(destination, sql`${given}::jsonb`),
      columns,
      missing: preferences.missing === "default" ? "default" : "null",
    },
    ...(onConflict === null ? {} : { onConflict: storedConflict(destination, onConflict) }),
    ...(destination.checkOptions === undefined ? {} : { checkOptions: destination.checkOptions }),
    ...(access === undefined ? {} : { access }),
    ...writtenSlots(representation),
  });
  return {
    statement: writeStatement(context, destination, write, { representation, hasKey, order: "given" }),
    isReadOnly: false,
    timezone: preferences.timezone,
    isRolledBack: preferences.tx === "rollback",
    isChecked: isChecked(media, preferences),
    records: { given, text },
    violation: (error, asked) =>
      violationOf(
        context.catalog,
        stored,
        tellable(context, stored, {
          payload: storedPayload(destination, payloadOf(asked)),
          isForAll: false,
        }),
        error,
      ),
    respond: (row) =>
      respondWrite(row, {
        status: records.statusOf(row),
        media,
        preferences,
        applied: { resolution, missing: preferences.missing },
        hasRange: false,
        location: hasKey ? locationOf(table.definition.name, row.key) : null,
      }),
  };
}

/** `Location` tells a row's key, which is reading it. @throws {AppError} 42501 */
function assertKeyReadable(context: WriteContext, table: CatalogTable): void {
  context.assertReadable(table);
  const known = context.columns(table).map(({ name }) => name);
  if (primaryKey(table.definition).every((name) => known.includes(name))) return;
  throw new AppError("42501", `permission denied for table ${table.definition.name}`, { status: 403 });
}

function storedConflict(destination: Destination, conflict: OnConflict): OnConflict {
  const { columns } = conflict;
  return columns === null ? conflict : { ...conflict, columns: storedNames(destination, columns) };
}

/** The records of a request that was understood before. */
export function payloadOf(request: RestRequest): Payload {
  return parsePayload(request.header("content-type"), request.body, "free");
}

/** What to do about rows that are there already; a table without a key, and none named, has nothing to compare by. */
function conflictOf(
  context: WriteContext,
  { table, stored, names }: Destination,
  { onConflict }: QueryParams,
  { resolution }: Preferences,
): OnConflict | null {
  const columns = onConflict ?? primaryKey(table.definition);
  if (resolution === null || columns.length === 0) return null;
  // As in Postgres, what is compared is read: a column that the caller may not read is none.
  const known = context.columns(table).map(({ name }) => name);
  const seen = context.columns(stored).map(({ name }) => name);
  const unknown = columns.find(
    (name) => !known.includes(name) || !seen.includes(names === null ? name : (names.get(name) ?? "")),
  );
  if (unknown !== undefined)
    throw new AppError("42703", `column "${unknown}" does not exist`, { status: 400 });
  return { action: resolution === "merge-duplicates" ? "update" : "nothing", columns };
}
