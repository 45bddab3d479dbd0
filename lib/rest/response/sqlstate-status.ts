/** PostgREST's status of a SQLSTATE: the whole code, then its class. */
const statuses: { readonly [sqlstate: string]: number } = {
  "08": 503,
  "09": 500,
  "0L": 403,
  "0P": 403,
  "23503": 409,
  "23505": 409,
  "25006": 405,
  "21000": 500,
  "22023": 400,
  "25": 500,
  "28": 403,
  "2D": 500,
  "38": 500,
  "39": 500,
  "3B": 500,
  "40": 500,
  "53400": 500,
  "53": 503,
  // Ours: what is too large to answer, to store or to plan is the client's to make smaller.
  "54000": 413,
  "54001": 400,
  "54": 500,
  // Ours as well: what writes to a view that is not one for one is at fault itself.
  "55000": 400,
  "55": 500,
  "57": 500,
  "58": 500,
  "42883": 404,
  "42P01": 404,
  "42P17": 500,
  F0: 500,
  HV: 500,
  P0001: 400,
  P0: 500,
  XX: 500,
};

/**
 * `PT402` is HTTP's 402.
 *
 * @see https://docs.postgrest.org/en/stable/references/errors.html#http-status-codes
 */
export function statusOfSqlstate(code: string, message: string): number {
  // A write without a filter is the client's slip; what else is too many or too few is the function's or the view's.
  if (code === "21000" && message.endsWith("requires a WHERE clause")) return 400;
  const own = /^PT(\d{3})$/.exec(code)?.[1];
  if (own !== undefined) return isErrorStatus(Number(own)) ? Number(own) : 500;
  return statuses[code] ?? statuses[code.slice(0, 2)] ?? 400;
}

/** What an answer with a body can have, on both of our servers. */
export function isErrorStatus(status: number): boolean {
  return Number.isInteger(status) && status >= 200 && status <= 599 && ![204, 205, 304].includes(status);
}
