import type pg from "pg";
import type { ResultColumn, RowChunk, SqlStatement } from "../sql-runner.ts";
import { columnsOf, type RowDescription, sendParse, type Wire, wireOf } from "./extended-protocol.ts";

export interface StreamOptions {
  readonly chunkRows: number;
  /** May be infinite. */
  readonly rowsMax: number;
  readonly take: (chunk: RowChunk) => Promise<void>;
}

/**
 * One statement through one portal, some rows at a time: the server goes on when the rows before have been taken, so that
 * neither side ever holds more than one chunk.
 */
export class PortalStream implements pg.Submittable {
  /** When the server is ready for something else: whether there were more rows than wanted. */
  readonly ended: Promise<boolean>;
  readonly #statement: SqlStatement;
  readonly #chunkRows: number;
  readonly #take: (chunk: RowChunk) => Promise<void>;
  readonly #settle: { resolve(isTruncated: boolean): void; reject(error: unknown): void };
  #remaining: number;
  #wire: Wire | null = null;
  #columns: readonly ResultColumn[] = [];
  #rows: (readonly (string | null)[])[] = [];

  constructor(statement: SqlStatement, { chunkRows, rowsMax, take }: StreamOptions) {
    this.#statement = statement;
    this.#chunkRows = chunkRows;
    this.#take = take;
    this.#remaining = rowsMax;
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    this.ended = promise;
    this.#settle = { resolve, reject };
  }

  submit(connection: pg.Connection): void {
    const wire = wireOf(connection);
    this.#wire = wire;
    const { values } = this.#statement;
    sendParse(wire, this.#statement);
    wire.bind({ values });
    wire.describe({ type: "P", name: "" });
    this.#goOn();
  }

  handleRowDescription(message: RowDescription): void {
    this.#columns = columnsOf(message);
  }

  handleDataRow(message: { readonly fields: readonly (string | null)[] }): void {
    this.#rows.push(message.fields);
  }

  handlePortalSuspended(): void {
    void this.#deliver().then(
      () => (this.#remaining < 0 ? this.#end(null) : this.#goOn()),
      (error: unknown) => this.#end({ error }),
    );
  }

  handleCommandComplete(): void {
    void this.#deliver().then(
      () => this.#end(null),
      (error: unknown) => this.#end({ error }),
    );
  }

  handleEmptyQuery(): void {
    this.#end(null);
  }

  handleError(error: unknown): void {
    this.#end({ error });
  }

  handleReadyForQuery(): void {
    this.#settle.resolve(this.#remaining < 0);
  }

  #goOn(): void {
    // One more than wanted: that it is there is how one knows of more.
    this.#wire?.execute({ portal: "", rows: Math.min(this.#chunkRows, this.#remaining + 1) });
    this.#wire?.flush();
  }

  #deliver(): Promise<void> {
    const rows = this.#rows.slice(0, this.#remaining);
    this.#remaining -= this.#rows.length;
    this.#rows = [];
    return this.#take({ columns: this.#columns, rows });
  }

  #end(failure: { readonly error: unknown } | null): void {
    const wire = this.#wire;
    this.#wire = null;
    // Also after an error: the server skips everything up to here.
    wire?.sync();
    // After an error of the server the driver forgets the query, and does not tell it when the server is ready.
    if (failure !== null) this.#settle.reject(failure.error);
  }
}
