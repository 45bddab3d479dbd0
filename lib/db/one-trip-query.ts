import pg from "pg";
import utils from "pg/lib/utils.js";

/** The messages of the extended protocol; `pg`'s own types leave most of them out. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void };
  /** Texts that the connection holds under a name. */
  readonly parsedStatements: Record<string, string>;
  parse(message: { name: string; text: string; types: readonly number[] }): void;
  bind(message: {
    statement: string;
    values: readonly unknown[];
    valueMapper: (value: unknown) => string | Buffer | null;
  }): void;
  describe(message: { type: "P"; name: string }): void;
  execute(message: { portal: string; rows: number }): void;
  close(message: { type: "S"; name: string }): void;
  sync(): void;
}

/** One of the statements that make a transaction. */
export interface TripStatement {
  readonly text: string;
  readonly values?: readonly unknown[];
  /** What the connection keeps it under; absent: it is parsed each time. */
  readonly name?: string;
  /** Its rows are what is asked for. */
  readonly isAnswer?: true;
}

interface Column {
  readonly name: string;
  readonly read: (text: string) => unknown;
}

export interface TripResult {
  readonly rows: readonly Record<string, unknown>[];
  readonly rowCount: number;
  /** The tag of the last statement. */
  readonly command: string;
}

const allRows = 0;

/** Columns of named texts, which tell themselves only while they are parsed. */
const columnsOf = new Map<string, readonly Column[]>();
const columnsMax = 5_000;

/**
 * The statements of a whole transaction in one write, answered in one: behind each `Sync` the server would send what it has,
 * and each such send costs as much as a small statement.
 *
 * A `Query`, since a pipelining client takes no other; all that it does itself is done otherwise here.
 * After an error the server passes over what is left, COMMIT included: roll back, and forget `parsed`.
 */
export class OneTripQuery extends pg.Query {
  readonly result: Promise<TripResult>;
  /** Names that were parsed for it, of which an error leaves in doubt whether they are held. */
  readonly parsed: string[] = [];
  readonly #statements: readonly TripStatement[];
  readonly #types: pg.CustomTypesConfig;
  readonly #settle: { resolve(result: TripResult): void; reject(error: unknown): void };
  readonly #rows: Record<string, unknown>[] = [];
  #columns: readonly Column[] = [];
  #wire: Wire | null = null;
  #done = 0;
  #rowCount = 0;
  #command = "";

  constructor(statements: readonly TripStatement[], types: pg.CustomTypesConfig) {
    super({ text: "" });
    this.#statements = statements;
    this.#types = types;
    const { promise, resolve, reject } = Promise.withResolvers<TripResult>();
    this.result = promise;
    this.#settle = { resolve, reject };
  }

  override readonly submit = (connection: pg.Connection): void => {
    // The cast: `pg`'s types describe these methods as of an older protocol layer.
    const wire = connection as unknown as Wire;
    this.#wire = wire;
    wire.stream.cork();
    for (const statement of this.#statements) this.#send(wire, statement);
    wire.sync();
    wire.stream.uncork();
  };

  #send(wire: Wire, { text, values = [], name = "", isAnswer }: TripStatement): void {
    const isHeld = name !== "" && wire.parsedStatements[name] === text;
    const known = isHeld ? columnsOf.get(text) : undefined;
    if (!isHeld) {
      wire.parse({ name, text, types: [] });
      if (name !== "") this.parsed.push(name);
    }
    wire.bind({ statement: name, values, valueMapper: utils.prepareValue });
    if (isAnswer === true && known === undefined) wire.describe({ type: "P", name: "" });
    else if (known !== undefined) this.#columns = known;
    wire.execute({ portal: "", rows: allRows });
  }

  get #current(): TripStatement | undefined {
    return this.#statements[this.#done];
  }

  handleRowDescription(message: {
    fields: readonly { readonly name: string; readonly dataTypeID: number }[];
  }): void {
    this.#columns = message.fields.map(({ name, dataTypeID }) => ({
      name,
      read: this.#types.getTypeParser(dataTypeID, "text"),
    }));
    const current = this.#current;
    if (current?.name === undefined) return;
    if (columnsOf.size >= columnsMax) columnsOf.clear();
    columnsOf.set(current.text, this.#columns);
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    if (this.#current?.isAnswer !== true) return;
    const row: Record<string, unknown> = {};
    for (const [index, { name, read }] of this.#columns.entries()) {
      const text = fields[index] ?? null;
      row[name] = text === null ? null : read(text);
    }
    this.#rows.push(row);
  }

  handlePortalSuspended(): void {}

  handleCommandComplete({ text }: { readonly text: string }): void {
    // `INSERT 0 3`, `SELECT 3`, `COMMIT`
    if (this.#current?.isAnswer === true) this.#rowCount = Number(/\d+$/.exec(text)?.[0] ?? 0);
    this.#command = text;
    this.#done += 1;
  }

  handleEmptyQuery(): void {
    this.#done += 1;
  }

  handleError(error: unknown): void {
    this.#settle.reject(error);
  }

  handleReadyForQuery(): void {
    for (const name of this.parsed) {
      const statement = this.#statements.find((candidate) => candidate.name === name);
      if (statement !== undefined && this.#wire !== null) this.#wire.parsedStatements[name] = statement.text;
    }
    this.#settle.resolve({ rows: this.#rows, rowCount: this.#rowCount, command: this.#command });
  }
}

/** Forgets names, whether they are held or not. */
export class ForgetNames extends pg.Query {
  readonly result: Promise<void>;
  readonly #names: readonly string[];
  readonly #settle: { resolve(): void; reject(error: unknown): void };

  constructor(names: readonly string[]) {
    super({ text: "" });
    this.#names = names;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.result = promise;
    this.#settle = { resolve, reject };
  }

  override readonly submit = (connection: pg.Connection): void => {
    // The cast: see OneTripQuery.
    const wire = connection as unknown as Wire;
    for (const name of this.#names) wire.close({ type: "S", name });
    wire.sync();
  };

  handleError(error: unknown): void {
    this.#settle.reject(error);
  }

  handleReadyForQuery(): void {
    this.#settle.resolve();
  }
}
