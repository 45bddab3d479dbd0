import { AppError } from "./app-error.ts";

interface Meaning {
  readonly status: number;
  readonly message: string;
  readonly hint?: string;
}

const tryAgain = "Try again in a few seconds.";

/**
 * What a SQLSTATE means to an HTTP client: first the whole code, then its class. The words are ours, since Postgres's
 * name relations and constraints of our storage; typed SQL, which speaks Postgres's own words, does not pass here.
 *
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const meanings: { readonly [sqlstate: string]: Meaning } = {
  "08": { status: 503, message: "The database cannot be reached at the moment.", hint: tryAgain },
  "22": { status: 400, message: "A value is not of the kind that its place takes." },
  "22003": { status: 400, message: "A number is too large for its place." },
  "22021": { status: 400, message: "A text holds a character that cannot be stored (NUL)." },
  "22P02": { status: 400, message: "A value could not be read as the type of its place." },
  "22P05": { status: 400, message: "A text holds a character that cannot be stored (NUL)." },
  "23": { status: 409, message: "The change conflicts with what is stored." },
  "23502": { status: 422, message: "A required value is missing." },
  "23503": {
    status: 409,
    message: "Something refers to this, or this refers to something that does not exist.",
  },
  "23505": { status: 409, message: "This exists already." },
  "23514": { status: 422, message: "A value is outside of what its place allows." },
  "25006": { status: 403, message: "This transaction may only read." },
  "40": { status: 409, message: "Somebody else changed the same at the same moment.", hint: "Try again." },
  "42501": { status: 403, message: "This is not allowed." },
  "53": { status: 503, message: "The database is out of resources at the moment.", hint: tryAgain },
  "54": { status: 400, message: "The request is larger or deeper nested than the database can take." },
  "55P03": { status: 409, message: "Somebody else is changing this at the moment.", hint: tryAgain },
  "57014": { status: 408, message: "The database took too long and was stopped." },
  "57P": { status: 503, message: "The database is restarting.", hint: tryAgain },
};

/** Whether transactions met one another (a deadlock, a serialization failure): nothing of the one that is told has happened. */
export function isMeeting(sqlstate: string): boolean {
  return sqlstate === "40P01" || sqlstate === "40001";
}

/** What to do then. Postgres's own words speak of processes and of the server's log. */
export const meetingHint = "Nothing of it was stored: send it again.";

/** An error of the database in words and status for a client; null if it says nothing that a client may hear. */
export function fromSqlstate(error: unknown): AppError | null {
  const sqlstate = sqlstateOf(error);
  if (sqlstate === null) return null;
  const meaning = meanings[sqlstate] ?? meanings[sqlstate.slice(0, 3)] ?? meanings[sqlstate.slice(0, 2)];
  if (meaning === undefined) return null;
  const { status, message, hint } = meaning;
  return new AppError(sqlstate, message, { status, cause: error, ...(hint === undefined ? {} : { hint }) });
}

/** The SQLSTATE that a `pg` error carries; null for any other error. */
export function sqlstateOf(error: unknown): string | null {
  if (!(error instanceof Error) || !("severity" in error)) return null;
  const { code } = error as { code?: unknown };
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}
