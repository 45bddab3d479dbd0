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
  /** Its rows are what is asked for, or part of it. */
  readonly isAnswer?: true;
}

interface Column {
  readonly name: string;
  readonly read: (text: string) => unknown;
}

/** What one of the statements was answered with. */
export interface TripAnswer {
  readonly rows: readonly Record<string, unknown>[];
  readonly rowCount: number;
}

export interface TripResult {
  /** Of the statements that are asked for, in their order. */
  readonly answers: readonly TripAnswer[];
  /** The tag of the last statement. */
  readonly command: string;
  /** Milliseconds from the first byte sent to the last heard. */
  readonly ms: number;
}

const allRows = 0;

/** Columns of named texts, which tell themselves only while they are parsed. */
const columnsOf = new Map<string, readonly Column[]>();
const columnsMax = 5_000;
/** Characters of these texts. */
const textsMax = 32_000_000;
let textsLength = 0;

function keepColumns(text: string, columns: readonly Column[]): void {
  if (columnsOf.size >= columnsMax || textsLength > textsMax) {
    columnsOf.clear();
    textsLength = 0;
  }
  if (!columnsOf.has(text)) textsLength += text.length;
  columnsOf.set(text, columns);
}

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
  readonly #onAnswer: () => void;
  readonly #settle: { resolve(result: TripResult): void; reject(error: unknown): void };
  readonly #answers: TripAnswer[] = [];
  /** By the statement's place. */
  readonly #columns: (readonly Column[])[] = [];
  #rows: Record<string, unknown>[] = [];
  #wire: Wire | null = null;
  #done = 0;
  #command = "";
  #startedAt = 0;

  /** @param onAnswer called when one of the answers is complete. */
  constructor(
    statements: readonly TripStatement[],
    types: pg.CustomTypesConfig,
    onAnswer: () => void = () => undefined,
  ) {
    super({ text: "" });
    this.#statements = statements;
    this.#types = types;
    this.#onAnswer = onAnswer;
    const { promise, resolve, reject } = Promise.withResolvers<TripResult>();
    this.result = promise;
    this.#settle = { resolve, reject };
  }

  override readonly submit = (connection: pg.Connection): void => {
    // The cast: `pg`'s types describe these methods as of an older protocol layer.
    const wire = connection as unknown as Wire;
    this.#wire = wire;
    this.#startedAt = performance.now();
    wire.stream.cork();
    for (const statement of this.#statements) this.#send(wire, statement);
    wire.sync();
    wire.stream.uncork();
  };

  #send(wire: Wire, { text, values = [], name = "", isAnswer }: TripStatement): void {
    const isHeld = name !== "" && (wire.parsedStatements[name] === text || this.parsed.includes(name));
    const known = isHeld ? columnsOf.get(text) : undefined;
    if (!isHeld) {
      wire.parse({ name, text, types: [] });
      if (name !== "") this.parsed.push(name);
    }
    wire.bind({ statement: name, values, valueMapper: utils.prepareValue });
    if (isAnswer === true && known === undefined) wire.describe({ type: "P", name: "" });
    this.#columns.push(known ?? []);
    wire.execute({ portal: "", rows: allRows });
  }

  get #current(): TripStatement | undefined {
    return this.#statements[this.#done];
  }

  handleRowDescription(message: {
    fields: readonly { readonly name: string; readonly dataTypeID: number }[];
  }): void {
    const columns = message.fields.map(({ name, dataTypeID }) => ({
      name,
      read: this.#types.getTypeParser(dataTypeID, "text"),
    }));
    this.#columns[this.#done] = columns;
    const current = this.#current;
    if (current?.name === undefined) return;
    keepColumns(current.text, columns);
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    if (this.#current?.isAnswer !== true) return;
    const row: Record<string, unknown> = {};
    for (const [index, { name, read }] of (this.#columns[this.#done] ?? []).entries()) {
      const text = fields[index] ?? null;
      row[name] = text === null ? null : read(text);
    }
    this.#rows.push(row);
  }

  handlePortalSuspended(): void {}

  handleCommandComplete({ text }: { readonly text: string }): void {
    // `INSERT 0 3`, `SELECT 3`, `COMMIT`
    if (this.#current?.isAnswer === true) {
      this.#answers.push({ rows: this.#rows, rowCount: Number(/\d+$/.exec(text)?.[0] ?? 0) });
      this.#rows = [];
      this.#onAnswer();
    }
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
    this.#settle.resolve({
      answers: this.#answers,
      command: this.#command,
      ms: performance.now() - this.#startedAt,
    });
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
