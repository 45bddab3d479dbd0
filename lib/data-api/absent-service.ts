import type { DataHandler } from "./data-request.ts";

/** What supabase-js has clients for and is not served here, by the name in the path. */
const absent = {
  storage: "files are not stored here; a column of type file holds the address of one",
  realtime: "changes are not streamed; ask again, or after a write",
  functions: "there are no edge functions; stored SQL functions are called with rpc()",
  graphql: "there is no GraphQL; from() embeds related rows",
} as const;

/**
 * Says so, in the keys that these clients look for. Without an answer of the data API's own a browser would tell of CORS,
 * and the client of a page that is no JSON.
 */
export const absentServices: readonly (readonly [name: string, handler: DataHandler])[] = Object.entries(
  absent,
).map(([name, reason]) => {
  const message = `This project has no ${name}/v1: ${reason}.`;
  const body = { statusCode: "404", code: "RH004", error: "Not found", message, errors: [{ message }] };
  const answer = {
    status: 404,
    headers: [["Content-Type", "application/json; charset=utf-8"]],
    body: JSON.stringify(body),
  } as const;
  return [name, () => Promise.resolve(answer)];
});
