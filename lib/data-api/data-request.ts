/** A request of an app, as both mounts give it: less than a web `Request`, which costs more to make than to answer. */
export interface DataRequest {
  readonly method: string;
  /** Path and query, as they came. */
  readonly url: string;
  /** A header by its name in lower case. */
  header(name: string): string | null;
  /** All headers' names, in lower case. */
  headerNames(): readonly string[];
  /**
   * Reads the body as text.
   *
   * @param late stops it; null: nothing does.
   * @throws {AppError} RH003 when it is too large; what `late` is aborted with.
   */
  text(late: AbortSignal | null): Promise<string>;
}

export interface DataResponse {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | null;
}

/** One service of the data API: REST, auth … */
export type DataHandler = (request: ServiceRequest) => Promise<DataResponse>;

/** A request that has found its project and service. */
export interface ServiceRequest extends Omit<DataRequest, "text"> {
  /** Reads the body as text. @throws {AppError} RH003 when it is too large, RH402 when there is no room for it. */
  text(): Promise<string>;
  readonly ref: string;
  /** Behind `/rest/v1`, with the slash before it, still encoded. */
  readonly path: string;
  /** With its question mark; empty when there is none. */
  readonly search: string;
}
