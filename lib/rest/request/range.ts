import { AppError } from "../../errors/app-error.ts";

/** A stretch of rows; a null limit has no end. */
export interface RowRange {
  readonly offset: number;
  readonly limit: number | null;
}

/**
 * `limit` and `offset` of one node. A negative offset counts as none, as in PostgREST.
 *
 * @throws {AppError} PGRST103 for a negative limit.
 */
export function rowRange(limit: number | undefined, offset: number | undefined): RowRange {
  if (limit !== undefined && limit < 0) throw noNegativeLimit();
  return { offset: Math.max(0, offset ?? 0), limit: limit ?? null };
}

/**
 * What lies in both the `Range` header (`0-9`, `10-`) and the query's own limits. A header of another form is none, as in PostgREST.
 *
 * @throws {AppError} PGRST103 if the header's end lies before its start, or nothing lies in both.
 */
export function withRangeHeader(range: RowRange, header: string | null): RowRange {
  const found = /^(?:items=)?(\d{1,15})-(\d{1,15})?$/.exec(header?.trim() ?? "");
  if (found === null || range.limit === 0) return range;
  const lower = Number(found[1] ?? 0);
  const upper = found[2] === undefined ? null : Number(found[2]);
  if (upper !== null && upper < lower)
    throw unsatisfiable(
      "The lower boundary must be lower than or equal to the upper boundary in the Range header.",
    );
  const offset = Math.max(range.offset, lower);
  const ends = [
    ...(range.limit === null ? [] : [range.offset + range.limit]),
    ...(upper === null ? [] : [upper + 1]),
  ];
  if (ends.length === 0) return { offset, limit: null };
  const limit = Math.min(...ends) - offset;
  if (limit <= 0) throw noNegativeLimit();
  return { offset, limit };
}

/** At most `rowsMax` rows. */
export function capped({ offset, limit }: RowRange, rowsMax: number | null): RowRange {
  if (rowsMax === null) return { offset, limit };
  return { offset, limit: limit === null ? rowsMax : Math.min(limit, rowsMax) };
}

function noNegativeLimit(): AppError {
  return unsatisfiable("Limit should be greater than or equal to zero.");
}

/** PGRST103, 416. */
export function unsatisfiable(details: string): AppError {
  return new AppError("PGRST103", "Requested range not satisfiable", { details });
}
