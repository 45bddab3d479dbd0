import type { QueryParam } from "./request/query-params.ts";

/** A request below `/rest/v1`, as far as it concerns data. */
export interface RestRequest {
  readonly method: string;
  /** The path's segments behind `/rest/v1`, decoded: `["posts"]`, `["rpc", "total"]`, none for the root. */
  readonly path: readonly string[];
  readonly params: readonly QueryParam[];
  /** A header by its name in lower case. */
  header(name: string): string | null;
  /** The headers that rules and functions may know, where a client sent some. */
  toldHeaders?(): Readonly<Record<string, string>>;
  /** It came with a secret key: plans are for those who develop the app. */
  readonly hasSecretKey?: boolean;
  /** The body's text; "" when there is none. */
  readonly body: string;
}

export interface RestResponse {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Null: none, for which no type is told either. */
  readonly body: string | null;
}
