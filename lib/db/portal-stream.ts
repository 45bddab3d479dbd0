import type pg from "pg";
import type { ResultColumn, SqlStatement } from "./sql-runner.ts";
import { typeName } from "./type-names.ts";

/** The messages of the extended protocol that a portal takes; `pg`'s own types leave most of them out. */
interface Wire {
  parse(message: { text: string; types: readonly number[] }): void;
  bind(message: { values: readonly (string | null)[] }): void;
  describe(message: { type: "P"; name: string }): void;
  execute(message: { portal: string; rows: number }): void;
  flush(): void;
  sync(): void;
}

const textOid = 25;
const inferred = 0;

/** Rows as they come out of a portal. */
export interface RowChunk {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/**
 * One statement through one portal, some rows at a time: the server goes on when the rows before have been taken, so that
 * neither side ever holds more than one chunk.
 */
export class PortalStream implements pg.Submittable {
  /** When the server is ready for something else. */
  readonly ended: Promise<void>;
  readonly #statement: SqlStatement;
  readonly #chunkRows: number;
  readonly #take: (chunk: RowChunk) => Promise<void>;
  readonly #settle: { resolve(): void; reject(error: unknown): void };
  #wire: Wire | null = null;
  #columns: readonly ResultColumn[] = [];
  #rows: (readonly (string | null)[])[] = [];

  constructor(
    statement: SqlStatement,
    { chunkRows, take }: { readonly chunkRows: number; readonly take: (chunk: RowChunk) => Promise<void> },
  ) {
    this.#statement = statement;
    this.#chunkRows = chunkRows;
    this.#take = take;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.ended = promise;
    this.#settle = { resolve, reject };
  }

  submit(connection: pg.Connection): void {
    // The cast: `pg`'s types describe these methods as of an older protocol layer.
    const wire = connection as unknown as Wire;
    this.#wire = wire;
    const { text, values, unused = [] } = this.#statement;
    wire.parse({ text, types: unused.map((isUnused) => (isUnused ? textOid : inferred)) });
    wire.bind({ values });
    wire.describe({ type: "P", name: "" });
    this.#goOn();
  }

  handleRowDescription(message: {
    fields: readonly { readonly name: string; readonly dataTypeID: number }[];
  }): void {
    this.#columns = message.fields.map((field) => ({ name: field.name, type: typeName(field.dataTypeID) }));
  }

  handleDataRow(message: { readonly fields: readonly (string | null)[] }): void {
    this.#rows.push(message.fields);
  }

  handlePortalSuspended(): void {
    void this.#deliver().then(
      () => this.#goOn(),
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
    this.#settle.resolve();
  }

  #goOn(): void {
    this.#wire?.execute({ portal: "", rows: this.#chunkRows });
    this.#wire?.flush();
  }

  #deliver(): Promise<void> {
    const rows = this.#rows;
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
