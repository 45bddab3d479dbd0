import type pg from "pg";
import type { ResultColumn, SqlStatement, StatementResult } from "../sql-runner.ts";
import { columnsOf, type RowDescription, sendParse, type Wire, wireOf } from "./extended-protocol.ts";

const allRows = 0;

/**
 * One statement through one portal, one more row than wanted: the server stops there, however many it has.
 * Always the extended protocol, which refuses a text that holds two statements. Values stay Postgres's text.
 */
export class PortalQuery implements pg.Submittable {
  readonly result: Promise<StatementResult>;
  readonly #statement: SqlStatement;
  readonly #rowsMax: number;
  readonly #settle: { resolve(result: StatementResult): void; reject(error: unknown): void };
  readonly #rows: (readonly (string | null)[])[] = [];
  #columns: readonly ResultColumn[] = [];
  #startedAt = 0;

  constructor(statement: SqlStatement, rowsMax: number) {
    this.#statement = statement;
    this.#rowsMax = rowsMax;
    const { promise, resolve, reject } = Promise.withResolvers<StatementResult>();
    this.result = promise;
    this.#settle = { resolve, reject };
  }

  submit(connection: pg.Connection): void {
    const wire = wireOf(connection);
    this.#startedAt = performance.now();
    wire.stream.cork?.();
    const { values } = this.#statement;
    sendParse(wire, this.#statement);
    wire.bind({ values });
    wire.describe({ type: "P", name: "" });
    wire.execute({ portal: "", rows: this.#statement.isWrite === true ? allRows : this.#rowsMax + 1 });
    wire.sync();
    wire.stream.uncork?.();
  }

  handleRowDescription(message: RowDescription): void {
    this.#columns = columnsOf(message);
  }

  handleDataRow(message: { readonly fields: readonly (string | null)[] }): void {
    this.#rows.push(message.fields);
  }

  handlePortalSuspended(): void {}

  handleCommandComplete(): void {}

  handleEmptyQuery(): void {}

  handleCopyInResponse(connection: Wire): void {
    connection.sendCopyFail("COPY is not allowed");
  }

  handleCopyData(): void {}

  handleError(error: unknown): void {
    this.#settle.reject(error);
  }

  handleReadyForQuery(): void {
    this.#settle.resolve({
      columns: this.#columns,
      rows: this.#rows.slice(0, this.#rowsMax),
      rowCount:
        this.#statement.isWrite === true ? this.#rows.length : Math.min(this.#rows.length, this.#rowsMax),
      isTruncated: this.#rows.length > this.#rowsMax,
      ms: Math.round((performance.now() - this.#startedAt) * 1000) / 1000,
    });
  }
}

/** What a statement would return, without running it. */
export class DescribeQuery implements pg.Submittable {
  readonly result: Promise<readonly ResultColumn[]>;
  readonly #statement: SqlStatement;
  readonly #settle: { resolve(columns: readonly ResultColumn[]): void; reject(error: unknown): void };
  #columns: readonly ResultColumn[] = [];

  constructor(statement: SqlStatement) {
    this.#statement = statement;
    const { promise, resolve, reject } = Promise.withResolvers<readonly ResultColumn[]>();
    this.result = promise;
    this.#settle = { resolve, reject };
  }

  submit(connection: pg.Connection): void {
    const wire = wireOf(connection);
    sendParse(wire, this.#statement);
    wire.describe({ type: "S", name: "" });
    wire.sync();
  }

  handleRowDescription(message: RowDescription): void {
    this.#columns = columnsOf(message);
  }

  handleError(error: unknown): void {
    this.#settle.reject(error);
  }

  handleReadyForQuery(): void {
    this.#settle.resolve(this.#columns);
  }
}
