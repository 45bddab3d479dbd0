import type { Issue } from "#lib/errors/app-error.ts";

/** An answer of the management API that says no, or no answer at all. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** 0 when the server was not reached. */
  readonly status: number;
  readonly code: string;
  readonly details: unknown;
  readonly hint: string | null;
  /** The request id, which the server's log line carries too. */
  readonly id: string | null;

  constructor(status: number, body: ErrorBody) {
    super(body.message);
    this.status = status;
    this.code = body.code;
    this.details = body.details;
    this.hint = body.hint;
    this.id = body.id;
  }
}

export interface ErrorBody {
  readonly code: string;
  readonly message: string;
  readonly details: unknown;
  readonly hint: string | null;
  readonly id: string | null;
}

/** The problems of a refused input, each with its JSON pointer; empty for every other error. */
export function issuesOf(error: unknown): readonly Issue[] {
  if (!(error instanceof ApiError) || !Array.isArray(error.details)) return [];
  return error.details.filter(isIssue);
}

function isIssue(value: unknown): value is Issue {
  return (
    typeof value === "object" &&
    value !== null &&
    "path" in value &&
    typeof value.path === "string" &&
    "message" in value &&
    typeof value.message === "string"
  );
}

/** What to show for an error: its words, then what to do. */
export function explain(error: unknown): { title: string; description?: string } {
  if (!(error instanceof ApiError))
    return { title: "Something went wrong in this page. Reload it and try again." };
  const description = [error.hint, error.status >= 500 && error.id ? `Error ${error.id}` : null]
    .filter(Boolean)
    .join(" · ");
  return description ? { title: error.message, description } : { title: error.message };
}
