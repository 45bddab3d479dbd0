import { ApiError, explain, issuesOf } from "#components/api/api-error.ts";
import type { Row } from "#components/api/types.ts";
import type { Json } from "#lib/catalog/types.ts";

/** New values of one row's columns, and what they were when they were changed. */
export interface RowPatch {
  readonly key: string;
  readonly before: { readonly [column: string]: Json };
  readonly data: { readonly [column: string]: Json };
  /** The row's `updated_at` as it was seen; null in a table that keeps none. */
  readonly seen: string | null;
}

/** Why a cell was not saved. */
export interface CellProblem {
  readonly message: string;
  /** What was to be stored. */
  readonly value: Json;
}

/** How the store reaches the server. */
export interface EditTransport {
  /** All or nothing. */
  readonly update: (
    records: readonly { id: string; data: RowPatch["data"]; if_match?: string }[],
  ) => Promise<readonly Row[]>;
  readonly load: (key: string) => Promise<Row | null>;
  /** What the server says of rows by now. */
  readonly onRows: (rows: ReadonlyMap<string, Row>) => void;
}

const batchRows = 500;
/** A paste of a thousand bad rows is not tried a thousand times. */
const attemptsMax = 25;

/**
 * Edits of cells: shown at once, sent one batch after the other, taken back with a reason where the server refuses. A row
 * that somebody else changed meanwhile is overwritten only in columns that they left alone.
 */
export class EditStore {
  readonly #transport: EditTransport;
  readonly #pending = new Map<string, RowPatch["data"][]>();
  readonly #problems = new Map<string, ReadonlyMap<string, CellProblem>>();
  /** Versions that our own edits have replaced: an edit that was made before their answer came is none of a stranger's. */
  readonly #versions = new Map<string, { readonly replaced: Set<string>; now: string }>();
  readonly #listeners = new Set<() => void>();
  #queue: Promise<unknown> = Promise.resolve();
  #version = 0;

  constructor(transport: EditTransport) {
    this.#transport = transport;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Another number after each change: a snapshot for React. */
  version = (): number => this.#version;

  get isSaving(): boolean {
    return this.#pending.size > 0;
  }

  /** Until what has been committed so far has been answered. */
  settled(): Promise<unknown> {
    return this.#queue;
  }

  /** A row with what is on its way to the server. */
  shown(key: string | null, row: Row): Row {
    const waiting = key === null ? undefined : this.#pending.get(key);
    return waiting === undefined ? row : Object.assign({}, row, ...waiting);
  }

  problemsOf(key: string | null): ReadonlyMap<string, CellProblem> | undefined {
    return key === null ? undefined : this.#problems.get(key);
  }

  get problemCount(): number {
    return [...this.#problems.values()].reduce((sum, problems) => sum + problems.size, 0);
  }

  setProblems(key: string, problems: ReadonlyMap<string, CellProblem>): void {
    this.#problems.set(key, new Map([...(this.#problems.get(key) ?? []), ...problems]));
    this.#changed();
  }

  clearProblems(key?: string, columns?: readonly string[]): void {
    if (key === undefined) this.#problems.clear();
    else {
      const left = new Map(this.#problems.get(key));
      for (const column of columns ?? [...left.keys()]) left.delete(column);
      if (left.size === 0) this.#problems.delete(key);
      else this.#problems.set(key, left);
    }
    this.#changed();
  }

  /** @returns the patches that were saved. */
  commit(patches: readonly RowPatch[]): Promise<readonly RowPatch[]> {
    for (const { key, data } of patches) {
      this.#pending.set(key, [...(this.#pending.get(key) ?? []), data]);
      this.clearProblems(key, Object.keys(data));
    }
    this.#changed();
    const work = this.#queue.then(() => this.#sendAll(patches));
    this.#queue = work.catch(() => undefined);
    return work;
  }

  async #sendAll(patches: readonly RowPatch[]): Promise<readonly RowPatch[]> {
    const saved: RowPatch[] = [];
    for (let at = 0; at < patches.length; at += batchRows) {
      const batch = patches.slice(at, at + batchRows);
      saved.push(...(await this.#send(batch)));
      for (const patch of batch) this.#settle(patch);
      this.#changed();
    }
    return saved;
  }

  /** Sends a batch, without the rows that the server refuses, until it takes the rest. */
  async #send(batch: readonly RowPatch[]): Promise<readonly RowPatch[]> {
    let left = batch;
    for (let attempt = 1; left.length > 0; attempt++) {
      try {
        const rows = await this.#transport.update(left.map((patch) => this.#record(patch)));
        this.#accept(left, rows);
        return left;
      } catch (error) {
        const next = await this.#without(left, error);
        if (next === null || attempt === attemptsMax) {
          for (const patch of next ?? left) this.#refuse(patch, wordsOf(error));
          return [];
        }
        left = next;
      }
    }
    return [];
  }

  #record({ key, data, seen }: RowPatch): { id: string; data: RowPatch["data"]; if_match?: string } {
    const known = this.#versions.get(key);
    const version = seen !== null && known?.replaced.has(seen) ? known.now : seen;
    return { id: key, data, ...(version === null ? {} : { if_match: version }) };
  }

  /** The batch without what an error is about; null when it is about all of it. */
  async #without(batch: readonly RowPatch[], error: unknown): Promise<readonly RowPatch[] | null> {
    const issues = issuesOf(error).flatMap(({ path, message }) => {
      const match = /^\/records\/(\d+)(?:\/data\/(.*))?/.exec(path);
      const patch = match === null ? undefined : batch[Number(match[1])];
      return patch === undefined ? [] : [{ patch, column: match?.[2], message }];
    });
    if (issues.length === 0) return null;
    const isConflict = error instanceof ApiError && error.status === 412;
    const resolved = new Map<RowPatch, RowPatch | null>();
    for (const { patch, column, message } of issues) {
      if (isConflict) resolved.set(patch, await this.#reconcile(patch));
      else {
        this.#refuse(patch, message, column === undefined ? undefined : unescapePointer(column));
        resolved.set(patch, null);
      }
    }
    return batch.flatMap((patch) => (resolved.has(patch) ? (resolved.get(patch) ?? []) : [patch]));
  }

  /** The patch for the row as it is now, if nobody else changed the same columns. */
  async #reconcile(patch: RowPatch): Promise<RowPatch | null> {
    const row = await this.#transport.load(patch.key).catch(() => null);
    if (row === null) {
      this.#refuse(patch, "Somebody deleted this row meanwhile.");
      return null;
    }
    this.#transport.onRows(new Map([[patch.key, row]]));
    const taken = Object.keys(patch.data).filter(
      (column) => !isSame(row[column] ?? null, patch.before[column] ?? null),
    );
    if (taken.length === 0) return { ...patch, seen: String(row.updated_at ?? "") || null };
    for (const column of Object.keys(patch.data)) {
      const theirs = row[column] ?? null;
      const message = taken.includes(column)
        ? `Somebody else changed this to ${shortly(theirs)} meanwhile. Yours was ${shortly(patch.data[column] ?? null)}.`
        : "Not saved: somebody else changed this row meanwhile.";
      this.#refuse(patch, message, column);
    }
    return null;
  }

  #accept(patches: readonly RowPatch[], rows: readonly Row[]): void {
    const found = new Map<string, Row>();
    for (const [index, { key, seen }] of patches.entries()) {
      const row = rows[index];
      if (row === undefined) continue;
      found.set(key, row);
      if (seen === null || typeof row.updated_at !== "string") continue;
      const known = this.#versions.get(key) ?? { replaced: new Set<string>(), now: "" };
      known.replaced.add(seen);
      if (known.now !== "") known.replaced.add(known.now);
      known.now = row.updated_at;
      known.replaced.delete(known.now);
      this.#versions.set(key, known);
    }
    this.#transport.onRows(found);
  }

  #refuse({ key, data }: RowPatch, message: string, column?: string): void {
    const columns = column !== undefined && column in data ? [column] : Object.keys(data);
    const problems = columns.map((name) => [name, { message, value: data[name] ?? null }] as const);
    this.setProblems(key, new Map(problems));
  }

  #settle({ key, data }: RowPatch): void {
    const left = (this.#pending.get(key) ?? []).filter((waiting) => waiting !== data);
    if (left.length === 0) this.#pending.delete(key);
    else this.#pending.set(key, left);
  }

  #changed(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}

function wordsOf(error: unknown): string {
  const { title, description } = explain(error);
  return description ? `${title} ${description}` : title;
}

function isSame(a: Json, b: Json): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function shortly(value: Json): string {
  if (value === null) return "empty";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return `“${text.length > 60 ? `${text.slice(0, 60)}…` : text}”`;
}

function unescapePointer(segment: string): string {
  return (segment.split("/")[0] ?? "").replaceAll("~1", "/").replaceAll("~0", "~");
}
