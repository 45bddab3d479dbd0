/**
 * PostgREST's own error codes with their HTTP status: the data API answers them where PostgREST does.
 *
 * @see https://docs.postgrest.org/en/stable/references/errors.html
 */
export const postgrestCodes = {
  // Connection
  PGRST000: { status: 503, title: "Database connection error" },
  PGRST003: { status: 504, title: "Timed out acquiring a connection" },
  // The request itself
  PGRST100: { status: 400, title: "Query string could not be parsed" },
  PGRST101: { status: 405, title: "Verb not allowed for a function" },
  PGRST102: { status: 400, title: "Invalid request body" },
  PGRST103: { status: 416, title: "Requested range not satisfiable" },
  PGRST105: { status: 405, title: "Invalid PUT" },
  PGRST106: { status: 406, title: "Schema not exposed" },
  PGRST107: { status: 406, title: "Media type not available" },
  PGRST108: { status: 400, title: "Filter on a resource that is not embedded" },
  PGRST111: { status: 500, title: "Headers set by a function could not be read" },
  PGRST112: { status: 500, title: "Status set by a function could not be read" },
  PGRST114: { status: 400, title: "PUT with limits" },
  PGRST115: { status: 400, title: "PUT whose key differs from its filter" },
  PGRST116: { status: 406, title: "Not a single row" },
  PGRST117: { status: 405, title: "Unsupported HTTP verb" },
  PGRST118: { status: 400, title: "Related order is not possible" },
  PGRST120: { status: 400, title: "Bad filter on an embedded resource" },
  PGRST121: { status: 500, title: "Answer of a function could not be read" },
  PGRST122: { status: 400, title: "Invalid preferences" },
  PGRST123: { status: 400, title: "Aggregates not allowed" },
  PGRST124: { status: 400, title: "Too many rows affected" },
  PGRST125: { status: 404, title: "Invalid path" },
  PGRST127: { status: 400, title: "Feature not implemented" },
  PGRST128: { status: 400, title: "Rows of a function that gives none cannot be limited" },
  // The schema
  PGRST200: { status: 400, title: "No such relationship" },
  PGRST201: { status: 300, title: "Ambiguous embedding" },
  PGRST202: { status: 404, title: "No such function" },
  PGRST203: { status: 300, title: "Ambiguous function" },
  PGRST204: { status: 400, title: "No such column" },
  PGRST205: { status: 404, title: "No such table" },
  // Tokens
  PGRST301: { status: 401, title: "Invalid token" },
  PGRST302: { status: 401, title: "Anonymous access is disabled" },
  PGRST303: { status: 401, title: "Invalid claims" },
} as const satisfies Record<string, { status: number; title: string }>;
