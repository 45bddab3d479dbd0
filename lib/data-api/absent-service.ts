import type { DataHandler, DataResponse } from "./data-request.ts";

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
  const answer = notFound(`This project has no ${name}/v1: ${reason}.`, null);
  return [name, () => Promise.resolve(answer)];
});

/** What an app hears whose address lacks the part that says which project it is of. */
export const projectNotNamed: DataResponse = notFound(
  "This address names no project.",
  "createClient takes the project's own address, as the console's API page shows it: it ends in /p/ and the project's ref, or has the ref before the host's name.",
);

function notFound(message: string, hint: string | null): DataResponse {
  const words = { message, msg: message, details: null, hint };
  const body = { statusCode: "404", code: "RH004", error: "Not found", ...words, errors: [{ message }] };
  return {
    status: 404,
    headers: [["Content-Type", "application/json; charset=utf-8"]],
    body: JSON.stringify(body),
  };
}
