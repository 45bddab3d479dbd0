import type pg from "pg";
import type { ResultColumn, SqlStatement, StatementResult } from "./sql-runner.ts";
import { typeName, typeOid } from "./type-names.ts";

/** The messages of the extended protocol that a portal takes; `pg`'s own types leave most of them out. */
interface Wire {
  readonly stream: { cork?(): void; uncork?(): void };
  parse(message: { text: string; types: readonly number[] }): void;
  bind(message: { values: readonly (string | null)[] }): void;
  describe(message: { type: "P" | "S"; name: string }): void;
  execute(message: { portal: string; rows: number }): void;
  sync(): void;
  sendCopyFail(reason: string): void;
}

const textOid = 25;
const inferred = 0;
const allRows = 0;

/** What Parse is told of the parameters: 0 where the server is to infer the type. */
export function parameterOids({ unused = [], types = [] }: SqlStatement): readonly number[] {
  return unused.map((isUnused, index) => (isUnused ? textOid : (typeOid(types[index] ?? "") ?? inferred)));
}

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
    // The cast: `pg`'s types describe these methods as of an older protocol layer.
    const wire = connection as unknown as Wire;
    this.#startedAt = performance.now();
    wire.stream.cork?.();
    const { text, values } = this.#statement;
    wire.parse({ text, types: parameterOids(this.#statement) });
    wire.bind({ values });
    wire.describe({ type: "P", name: "" });
    wire.execute({ portal: "", rows: this.#statement.isWrite === true ? allRows : this.#rowsMax + 1 });
    wire.sync();
    wire.stream.uncork?.();
  }

  handleRowDescription(message: {
    fields: readonly { readonly name: string; readonly dataTypeID: number }[];
  }): void {
    this.#columns = message.fields.map((field) => ({ name: field.name, type: typeName(field.dataTypeID) }));
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
    // The cast: see PortalQuery.
    const wire = connection as unknown as Wire;
    const { text } = this.#statement;
    wire.parse({ text, types: parameterOids(this.#statement) });
    wire.describe({ type: "S", name: "" });
    wire.sync();
  }

  handleRowDescription(message: {
    fields: readonly { readonly name: string; readonly dataTypeID: number }[];
  }): void {
    this.#columns = message.fields.map((field) => ({ name: field.name, type: typeName(field.dataTypeID) }));
  }

  handleError(error: unknown): void {
    this.#settle.reject(error);
  }

  handleReadyForQuery(): void {
    this.#settle.resolve(this.#columns);
  }
}
